import { backward, decompose, forward } from './cholesky.ts';

/** A sparse row: ascending column numbers and their values. */
export interface Row {
  at: number[];
  value: number[];
}

/**
 * Ridge-penalised logistic regression by iteratively reweighted least squares (Newton's method). Deterministic: from given weights, a
 * bounded number of steps, no randomness. Minimises −Σ [yi·ln pi + (1−yi)·ln(1−pi)] + ½ Σ penaltyj·wj².
 *
 * References: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, §4.4.1; le Cessie and van Houwelingen, Applied
 * Statistics 1992.
 */
const newtonSteps = 25;
const tolerance = 1e-6;
const leastCurvature = 1e-6;

export interface Fit {
  weights: Float64Array;
  /** Mean log loss of each example when predicted from all others, approximately. */
  leaveOneOut: number;
}

export interface Problem {
  rows: readonly Row[];
  /** In [0, 1]. */
  targets: readonly number[];
  /** One per weight, positive. */
  penalty: readonly number[];
}

export function linear({ at, value }: Row, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < at.length; k += 1) sum += (weights[at[k] as number] as number) * (value[k] as number);
  return sum;
}

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** Fits the weights, from `start` or from zero. */
export function fitLogistic(problem: Problem, start?: Float64Array): Fit {
  let weights: Float64Array = start ?? new Float64Array(problem.penalty.length);
  let curvature: Float64Array = new Float64Array(0);
  for (let step = 0; step < newtonSteps; step += 1) {
    const { hessian, gradient } = derivatives(problem, weights);
    curvature = decompose(hessian, gradient.length);
    const move = backward(curvature, forward(curvature, gradient));
    weights = weights.map((weight, j) => weight + (move[j] as number));
    if (move.every((distance) => Math.abs(distance) < tolerance)) break;
  }
  return { weights, leaveOneOut: leaveOneOut(problem, weights, curvature) };
}

/** The lower triangle of the Hessian, and the gradient to climb. */
function derivatives({ rows, targets, penalty }: Problem, weights: Float64Array) {
  const size = penalty.length;
  const hessian = new Float64Array(size * size);
  const gradient = Float64Array.from(penalty, (p, j) => -p * (weights[j] as number));
  penalty.forEach((p, j) => {
    hessian[j * size + j] = p;
  });
  rows.forEach(({ at, value }, i) => {
    const p = sigmoid(linear({ at, value }, weights));
    const curve = Math.max(p * (1 - p), leastCurvature);
    const pull = (targets[i] as number) - p;
    for (let k = 0; k < at.length; k += 1) {
      const [row, x] = [at[k] as number, value[k] as number];
      gradient[row] = (gradient[row] as number) + pull * x;
      for (let l = 0; l <= k; l += 1) {
        const cell = row * size + (at[l] as number);
        hessian[cell] = (hessian[cell] as number) + curve * x * (value[l] as number);
      }
    }
  });
  return { hessian, gradient };
}

/**
 * The log loss of each example under the fit without it, by one Newton step from the full fit.
 * Reference: Rad and Maleki, A scalable estimate of the out-of-sample prediction error via approximate leave-one-out, JRSS B 2020.
 */
function leaveOneOut({ rows, targets }: Problem, weights: Float64Array, curvature: Float64Array): number {
  let sum = 0;
  rows.forEach((row, i) => {
    const z = linear(row, weights);
    const p = sigmoid(z);
    const curve = Math.max(p * (1 - p), leastCurvature);
    const dense = new Float64Array(weights.length);
    row.at.forEach((column, k) => {
      dense[column] = row.value[k] as number;
    });
    const leverage = Math.min(0.99, curve * forward(curvature, dense).reduce((total, v) => total + v * v, 0));
    const without = z - ((leverage / (1 - leverage)) * ((targets[i] as number) - p)) / curve;
    sum += Math.max(without, 0) + Math.log1p(Math.exp(-Math.abs(without))) - (targets[i] as number) * without;
  });
  return sum / rows.length;
}
