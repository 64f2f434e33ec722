/**
 * Cholesky's decomposition A = L·Lᵀ of a symmetric positive definite matrix, row by row, and the two triangular solutions.
 * Reference: Golub and Van Loan, Matrix Computations, §4.2.
 */
export function decompose(matrix: Float64Array, size: number): Float64Array {
  for (let j = 0; j < size; j += 1)
    for (let i = j; i < size; i += 1) {
      let sum = matrix[i * size + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (matrix[i * size + k] as number) * (matrix[j * size + k] as number);
      matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / (matrix[j * size + j] as number);
    }
  return matrix;
}

/** Solves L·x = right, in place. */
export function forward(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  for (let i = 0; i < size; i += 1) {
    let sum = right[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (lower[i * size + k] as number) * (right[k] as number);
    right[i] = sum / (lower[i * size + i] as number);
  }
  return right;
}

/** Solves Lᵀ·x = right, in place. */
export function backward(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = right[i] as number;
    for (let k = i + 1; k < size; k += 1) sum -= (lower[k * size + i] as number) * (right[k] as number);
    right[i] = sum / (lower[i * size + i] as number);
  }
  return right;
}
