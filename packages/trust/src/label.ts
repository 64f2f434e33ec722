import { countFinding } from './count.ts';
import type { Labelled } from './events.ts';
import type { Step } from './lights.ts';
import type { TrustOptions } from './options.ts';
import type { TrustState } from './state.ts';
import { changeOpen, drain } from './watermark.ts';

/** A person's verdict. One by a reviewer under alarm is not heard, and the item stays open for another reader. */
export function label(state: TrustState, options: TrustOptions, { item, loss, reviewer }: Labelled): Step {
  if (!(loss >= 0 && loss <= 1)) throw new RangeError(`A loss must be in [0, 1], got ${loss}.`);
  if (reviewer !== undefined && state.reviewers[reviewer]?.alarmed) return { state, turns: ['unheard'] };
  return settle(state, options, item, loss);
}

/** Gives an open item its loss and counts what can be counted now. Other items teach nothing here: chance did not pick them. */
export function settle(state: TrustState, options: TrustOptions, item: string, loss: number): Step {
  const changed = changeOpen(state.open, item, { loss });
  if (changed === state.open) return { state, turns: [] };
  const { ready, open } = drain(changed);
  let step: Step = { state: { ...state, open }, turns: [] };
  for (const one of ready) {
    const next = countFinding(step.state, options, one);
    step = { state: next.state, turns: [...step.turns, ...next.turns] };
  }
  return step;
}

/** A label that was wrong. What is counted already can only be put right from the log. */
export function correct(state: TrustState, options: TrustOptions, { item, loss }: { item: string; loss: number }): Step {
  const isOpen = state.open.some((one) => one.item === item);
  return isOpen ? label(state, options, { type: 'labelled', item, loss }) : { state, turns: ['rebuild'] };
}
