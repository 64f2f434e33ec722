import type { Row } from './features.ts';

/**
 * Ridge-penalised logistic regression by iteratively reweighted least squares. Deterministic: a fixed number of Newton steps at most from
 * zero, solved by Cholesky's decomposition. Minimises −Σ yi·ln pi − (1−yi)·ln(1−pi) + ½ Σ penalty_j·w_j².
 * Reference: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, §4.4.1; le Cessie and van Houwelingen 1992.
 */
const newtonSteps = 25;
const tolerance = 1e-8;

export const linear = ({ at, value }: Row, weights: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < at.length; k += 1) sum += (weights[at[k] as number] ?? 0) * (value[k] as number);
  return sum;
};

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** Weights for `rows` with targets in [0, 1]; `penalty` per weight, positive. */
export function fitLogistic(rows: readonly Row[], targets: readonly number[], penalty: readonly number[]): number[] {
  const size = penalty.length;
  let weights = new Float64Array(size);
  for (let step = 0; step < newtonSteps; step += 1) {
    const gradient = Float64Array.from(penalty, (p, j) => -p * (weights[j] as number));
    const hessian = new Float64Array(size * size);
    for (let j = 0; j < size; j += 1) hessian[j * size + j] = penalty[j] as number;
    rows.forEach((row, i) => {
      const p = sigmoid(linear(row, weights));
      addOuter(hessian, gradient, { row, curve: Math.max(p * (1 - p), 1e-6), pull: (targets[i] as number) - p, size });
    });
    const move = solve(hessian, gradient, size);
    weights = weights.map((w, j) => w + (move[j] as number));
    if (move.every((m) => Math.abs(m) < tolerance)) break;
  }
  return [...weights];
}

interface Addend {
  row: Row;
  curve: number;
  pull: number;
  size: number;
}

/** Lower triangle only. Rows have ascending indices. */
function addOuter(hessian: Float64Array, gradient: Float64Array, { row: { at, value }, curve, pull, size }: Addend): void {
  for (let k = 0; k < at.length; k += 1) {
    const [j, x] = [at[k] as number, value[k] as number];
    gradient[j] = (gradient[j] as number) + pull * x;
    for (let l = 0; l <= k; l += 1) {
      const cell = j * size + (at[l] as number);
      hessian[cell] = (hessian[cell] as number) + curve * x * (value[l] as number);
    }
  }
}

/** Solves the symmetric positive definite system in place (lower triangle given). */
function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  for (let j = 0; j < size; j += 1) {
    for (let i = j; i < size; i += 1) {
      let sum = matrix[i * size + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (matrix[i * size + k] as number) * (matrix[j * size + k] as number);
      matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / (matrix[j * size + j] as number);
    }
  }
  for (let i = 0; i < size; i += 1) {
    let sum = right[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (matrix[i * size + k] as number) * (right[k] as number);
    right[i] = sum / (matrix[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = right[i] as number;
    for (let k = i + 1; k < size; k += 1) sum -= (matrix[k * size + i] as number) * (right[k] as number);
    right[i] = sum / (matrix[i * size + i] as number);
  }
  return right;
}
