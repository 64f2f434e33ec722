import type { JsonObject, ModelMessage } from '@countersign/contract';
import {
  APICallError,
  type FinishReason,
  generateText,
  jsonSchema,
  type LanguageModel,
  NoObjectGeneratedError,
  Output,
  streamText,
} from 'ai';
import { explainFailure, type Failure } from './explain-failure.ts';
import { providerOptions } from './open-model.ts';

export interface ModelRequest {
  model: LanguageModel;
  messages: ModelMessage[];
  /** null asks for plain text. */
  schema: JsonObject | null;
  temperature: number | null;
  maxOutputTokens: number | null;
  timeoutSeconds: number;
  isStreamed: boolean;
  /** Sent as Idempotency-Key, the same for a call that is in doubt. */
  callId: string;
  signal: AbortSignal;
}

export interface Answer {
  text: string;
  /** cut: at the limit of tokens. withheld: by a filter of the provider, or the model refused. */
  ending: 'whole' | 'cut' | 'withheld';
  tokensIn: number;
  tokensOut: number;
  seconds: number;
}

interface Usage {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
}

const endings: Partial<Record<FinishReason, Answer['ending']>> = { length: 'cut', 'content-filter': 'withheld' };

const answerOf = (text: string, reason: FinishReason | undefined, usage: Usage | undefined, startedAt: number): Answer => ({
  text,
  ending: (reason && endings[reason]) ?? 'whole',
  tokensIn: usage?.inputTokens ?? 0,
  tokensOut: usage?.outputTokens ?? 0,
  seconds: (performance.now() - startedAt) / 1000,
});

/** Ends a call that takes too long, or when the process stops. Streamed, every piece begins the time anew. */
function openPatience({ timeoutSeconds, signal }: ModelRequest) {
  const controller = new AbortController();
  let isLate = false;
  const give = () =>
    setTimeout(() => {
      isLate = true;
      controller.abort();
    }, timeoutSeconds * 1000);
  let timer = give();
  const stop = () => controller.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return {
    signal: controller.signal,
    isLate: () => isLate,
    renew() {
      clearTimeout(timer);
      timer = give();
    },
    close() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

const settingsOf = ({ model, messages, schema, temperature, maxOutputTokens, callId }: ModelRequest, abortSignal: AbortSignal) => ({
  model,
  messages,
  allowSystemInMessages: true,
  abortSignal,
  maxRetries: 0,
  headers: { 'idempotency-key': callId },
  providerOptions,
  ...(schema && { output: Output.object({ schema: jsonSchema(schema as never), name: 'output' }) }),
  ...(temperature !== null && { temperature }),
  ...(maxOutputTokens !== null && { maxOutputTokens }),
});

async function ask(request: ModelRequest, abortSignal: AbortSignal, startedAt: number): Promise<Answer> {
  try {
    const { text, finishReason, usage } = await generateText(settingsOf(request, abortSignal));
    return answerOf(text, finishReason, usage, startedAt);
  } catch (error) {
    // What was answered is no JSON: that is for whoever checks it, and it was paid for.
    if (NoObjectGeneratedError.isInstance(error) && error.text !== undefined)
      return answerOf(error.text, error.finishReason, error.usage, startedAt);
    throw error;
  }
}

async function listen(request: ModelRequest, abortSignal: AbortSignal, startedAt: number, onPiece: () => void): Promise<Answer> {
  const result = streamText({ ...settingsOf(request, abortSignal), onError() {} });
  let text = '';
  let usage: Usage | undefined;
  let reason: FinishReason | undefined;
  for await (const part of result.fullStream) {
    onPiece();
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'finish') {
      usage = part.totalUsage;
      reason = part.finishReason;
    }
  }
  abortSignal.throwIfAborted();
  if (reason === undefined || reason === 'error')
    throw new APICallError({ message: 'The stream broke off', url: '', requestBodyValues: {}, isRetryable: true });
  return answerOf(text, reason, usage, startedAt);
}

/** Asks a model once. Answers what it wrote, or why it did not and what is to be done. Never throws. */
export async function callModel(request: ModelRequest): Promise<{ answer: Answer } | { failure: Failure }> {
  const startedAt = performance.now();
  const patience = openPatience(request);
  try {
    const answer = request.isStreamed
      ? await listen(request, patience.signal, startedAt, patience.renew)
      : await ask(request, patience.signal, startedAt);
    return { answer };
  } catch (error) {
    return {
      failure: explainFailure(error, {
        isLate: patience.isLate(),
        isStopping: request.signal.aborted,
        timeoutSeconds: request.timeoutSeconds,
      }),
    };
  } finally {
    patience.close();
  }
}
