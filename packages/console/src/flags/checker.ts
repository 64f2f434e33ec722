import type { BrandRules, Flag, Json, ShownLesson } from '@countersign/contract';

/** One text to be checked. Of the questions about one item only the latest is answered. */
export interface Question {
  itemId: string;
  round: number;
  input: Json;
  output: Json;
  rules: BrandRules | null;
  dictionary: string[];
  lessons: ShownLesson[];
  /** Says what kind of item it is, for lessons that speak to some only. */
  metadata: Record<string, unknown>;
  original: Json;
  aiFlags: unknown;
  dismissed: string[];
  /** What is known of grammar and spelling until it is checked anew. */
  language: Flag[];
}

/** The flags of an output. `language` holds those of grammar and spelling once they were checked; null before. */
export interface Answer {
  itemId: string;
  round: number;
  flags: Flag[];
  language: Flag[] | null;
}

export interface Checker {
  ask(question: Question): void;
  onAnswer(listener: (answer: Answer) => void): void;
  onFailure(listener: () => void): void;
}

/** The checks in a worker, so that typing never waits for them. It starts with the first question. */
export function openChecker(start: () => Worker): Checker {
  let worker: Worker | null = null;
  let answered: (answer: Answer) => void = () => {};
  let failed: () => void = () => {};
  const begin = (): Worker => {
    const fresh = start();
    fresh.addEventListener('message', (message: MessageEvent<Answer>) => answered(message.data));
    fresh.addEventListener('error', () => failed());
    return fresh;
  };
  return {
    ask(question) {
      try {
        worker ??= begin();
        worker.postMessage(question);
      } catch {
        // No workers here: the server's own flags are shown.
        failed();
      }
    },
    onAnswer: (listener) => {
      answered = listener;
    },
    onFailure: (listener) => {
      failed = listener;
    },
  };
}
