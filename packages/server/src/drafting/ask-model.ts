import type { Json, JsonObject, ModelMessage } from '@countersign/contract';
import type { OpenProvider, SchemaCheck, Spent } from '@countersign/engine';
import type { LanguageModel } from 'ai';
import { type Answer, callModel } from './call-model.ts';
import type { Failure } from './explain-failure.ts';
import { readAnswer, repairPrompt } from './read-answer.ts';

/** How to ask one model for one kind of output. */
export interface Asking {
  provider: OpenProvider;
  /** Loaded with the model's own code. */
  askModel: (question: Question) => Promise<Drafted>;
  model: LanguageModel;
  modelName: string;
  schema: JsonObject | null;
  check: SchemaCheck | null;
  temperature: number | null;
  maxOutputTokens: number | null;
}

export type Drafted =
  | { output: Json; callId: string; spent: Spent }
  | { failure: Failure; callId: string; answer: string | null; spent: Spent };

export interface Question {
  asking: Asking;
  messages: ModelMessage[];
  callId: string;
  signal: AbortSignal;
  /** Records the call that asks to repair an answer; null when it must not be made. */
  beginRepair(misfit: { callId: string; answer: string; problem: string; spent: Spent }, messages: ModelMessage[]): Promise<string | null>;
}

const million = 1_000_000n;

/** Millionths of the currency, rounded up: an estimate never turns out to be too low. */
function costOf({ provider, modelName }: Asking, { tokensIn, tokensOut }: Answer): number {
  const price = provider.prices[modelName];
  if (!price) return 0;
  const total = BigInt(tokensIn) * BigInt(price.inputMicros) + BigInt(tokensOut) * BigInt(price.outputMicros);
  return Number((total + million - 1n) / million);
}

const spentOf = (asking: Asking, answer: Answer): Spent => ({
  tokensIn: answer.tokensIn,
  tokensOut: answer.tokensOut,
  costMicros: costOf(asking, answer),
  seconds: answer.seconds,
});

const nothing: Spent = { tokensIn: 0, tokensOut: 0, costMicros: 0, seconds: 0 };

/** What no repair would change: a second call would end in the same way. */
function endedEarly({ ending, tokensOut }: Answer): Failure | null {
  const detail = {
    whole: '',
    cut: `The answer was cut off after ${tokensOut} tokens. Allow more of them in the draft step (maxOutputTokens), or ask for less.`,
    withheld: 'The provider withheld the answer, or the model refused to write it. Change the prompt, or write this one by hand.',
  }[ending];
  return ending === 'whole' ? null : { kind: 'never', code: ending === 'cut' ? 'cut_off' : 'withheld', detail, seconds: null };
}

/** Some providers repeat the key in what they say about it. */
const withoutKey = (failure: Failure, { provider: { key } }: Asking): Failure =>
  key ? { ...failure, detail: failure.detail.replaceAll(key, '(the key)') } : failure;

async function ask({ asking, signal }: Question, messages: ModelMessage[], callId: string) {
  const told = await callModel({
    model: asking.model,
    messages,
    schema: asking.schema,
    temperature: asking.temperature,
    maxOutputTokens: asking.maxOutputTokens,
    timeoutSeconds: asking.provider.timeoutSeconds,
    isStreamed: asking.provider.isStreamed,
    callId,
    signal,
  });
  return 'failure' in told ? { failure: withoutKey(told.failure, asking) } : told;
}

/** Asks for an output, and once more with what is wrong with it when it does not fit. */
export async function askModel(question: Question): Promise<Drafted> {
  const { asking, messages, callId } = question;
  const first = await ask(question, messages, callId);
  if ('failure' in first) return { failure: first.failure, callId, answer: null, spent: nothing };
  const spent = spentOf(asking, first.answer);
  const early = endedEarly(first.answer);
  if (early) return { failure: early, callId, answer: first.answer.text, spent };
  const read = readAnswer(first.answer.text, asking.schema, asking.check);
  if ('output' in read) return { output: read.output, callId, spent };
  const repair = repairPrompt(messages, first.answer.text, read.problem);
  const repairId = await question.beginRepair({ callId, answer: first.answer.text, problem: read.problem, spent }, repair);
  if (repairId === null)
    return {
      failure: { kind: 'again', code: 'misfit', detail: read.problem, seconds: null },
      callId,
      answer: first.answer.text,
      spent: nothing,
    };
  const second = await ask(question, repair, repairId);
  if ('failure' in second) return { failure: second.failure, callId: repairId, answer: null, spent: nothing };
  const also = spentOf(asking, second.answer);
  const earlyAgain = endedEarly(second.answer);
  if (earlyAgain) return { failure: earlyAgain, callId: repairId, answer: second.answer.text, spent: also };
  const repaired = readAnswer(second.answer.text, asking.schema, asking.check);
  if ('output' in repaired) return { output: repaired.output, callId: repairId, spent: also };
  const detail = `The answer does not fit, and neither does the repaired one: ${repaired.problem}`.slice(0, 500);
  return { failure: { kind: 'never', code: 'misfit', detail, seconds: null }, callId: repairId, answer: second.answer.text, spent: also };
}
