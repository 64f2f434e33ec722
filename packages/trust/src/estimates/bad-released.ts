import { gammaQuantile } from './gamma.ts';
import { checkConfidence, type Interval } from './share-interval.ts';

/** An audited item of the automatic region: the probability with which it was audited, and its loss in [0, 1]. */
export interface Audited {
  audit: number;
  loss: number;
}

export interface Estimate extends Interval {
  estimate: number;
}

export interface ReleasedQuality {
  /** How many of the released items are bad. */
  bad: Estimate;
  /** Their share of the released items; null where nothing was released. */
  errorRate: Estimate | null;
}

/** @throws RangeError unless audit is in (0, 1] and loss in [0, 1]. */
export function checkAudited({ audit, loss }: Audited): void {
  if (!(audit > 0 && audit <= 1)) throw new RangeError(`The probability of an audit must be in (0, 1], got ${audit}.`);
  if (!(loss >= 0 && loss <= 1)) throw new RangeError(`A loss must be in [0, 1], got ${loss}.`);
}

/**
 * What the audits say about the items that left unseen, for one look at a closed period. A bad item stands for 1/q like it, of which one
 * was seen, so that Σ (1−q)/q over the bad audits is unbiased. The interval is that of a weighted sum of rare events (Fay and Feuer,
 * Statistics in Medicine 16 (1997) 791–801), which stays honest when only a few bad ones, or none, were found. `auditFloor` is the
 * smallest probability of an audit in the period. Where an answer has to hold however often one looks: ledgerBound (ledger.ts).
 * @throws RangeError for a probability outside (0, 1], a loss outside [0, 1] or a confidence outside (0, 1).
 */
export function estimateBadReleased(
  audits: Iterable<Audited>,
  { released, auditFloor, confidence = 0.95 }: { released: number; auditFloor: number; confidence?: number },
): ReleasedQuality {
  checkConfidence(confidence);
  const tail = (1 - confidence) / 2;
  const heaviest = 1 / auditFloor;
  let [seen, sum, squares] = [0, 0, 0];
  for (const audited of audits) {
    checkAudited(audited);
    const weight = audited.loss / audited.audit;
    seen += audited.loss;
    sum += weight;
    squares += weight ** 2;
  }
  const low = sum === 0 ? 0 : (squares / sum) * gammaQuantile(sum ** 2 / squares, tail);
  const [above, spread] = [sum + heaviest, squares + heaviest ** 2];
  const high = (spread / above) * gammaQuantile(above ** 2 / spread, 1 - tail);
  const within = (bad: number) => Math.min(released, Math.max(0, bad - seen));
  const bad = { estimate: within(sum), low: within(low), high: within(high) };
  if (released === 0) return { bad, errorRate: null };
  return { bad, errorRate: { estimate: bad.estimate / released, low: bad.low / released, high: bad.high / released } };
}
