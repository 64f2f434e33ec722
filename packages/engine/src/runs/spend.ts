/** What a call took. */
export interface Spent {
  tokensIn: number;
  tokensOut: number;
  costMicros: number;
  seconds: number;
}

export const nothing: Spent = { tokensIn: 0, tokensOut: 0, costMicros: 0, seconds: 0 };

export const toSpentRow = ({ tokensIn, tokensOut, costMicros, seconds }: Spent) => ({
  tokens_in: tokensIn,
  tokens_out: tokensOut,
  cost_micros: costMicros,
  seconds,
});

export const spentFields = 'tokens_in integer, tokens_out integer, cost_micros bigint, seconds double precision';

const rateSeconds = 10;

/**
 * Adds what calls took to their batches. `from` names rows with batch_id, is_draft, is_doubt and the fields of what was spent; the rate is counted
 * in windows of ten seconds.
 */
export const countSpent = (from: string): string => `
counted as (
  update batches b set cost_micros = b.cost_micros + s.cost_micros, measured_micros = b.measured_micros + s.cost_micros,
    tokens_in = b.tokens_in + s.tokens_in, tokens_out = b.tokens_out + s.tokens_out, drafted = b.drafted + s.drafted,
    draft_seconds = b.draft_seconds + s.seconds, doubtful = b.doubtful + s.doubtful,
    per_minute = case when b.window_at < now() - interval '${rateSeconds} seconds'
      then 60 * (b.drafted - b.window_drafted) / extract(epoch from now() - b.window_at) else b.per_minute end,
    window_drafted = case when b.window_at is null or b.window_at < now() - interval '${rateSeconds} seconds' then b.drafted else b.window_drafted end,
    window_at = case when b.window_at is null or b.window_at < now() - interval '${rateSeconds} seconds' then now() else b.window_at end
  from (select batch_id, sum(cost_micros) as cost_micros, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out,
      count(*) filter (where is_draft) as drafted, count(*) filter (where is_doubt) as doubtful, sum(seconds) as seconds from ${from} group by batch_id) s
  where b.workspace_id = $1 and b.id = s.batch_id)`;
