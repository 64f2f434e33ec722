const steps = 200;

/**
 * The x in [low, high] at which an increasing distribution function reaches `share`, by bisection down to the last digit.
 * @throws RangeError for a share outside [0, 1].
 */
export function invert(distribution: (x: number) => number, share: number, [low, high]: readonly [number, number]): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share must be in [0, 1], got ${share}.`);
  let [below, above] = [low, high];
  for (let step = 0; step < steps; step += 1) {
    const middle = (below + above) / 2;
    if (middle === below || middle === above) break;
    if (distribution(middle) < share) below = middle;
    else above = middle;
  }
  return above;
}
