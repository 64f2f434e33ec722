import { check, traitsOf } from '@countersign/checks';
import type { Flag } from '@countersign/contract';
import type { Answer, Question } from './checker.ts';
import { isEnglish } from './is-english.ts';
import { stringsIn } from './strings-in.ts';

const waiting = new Map<string, Question>();
let isBusy = false;

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  waiting.delete(data.itemId);
  waiting.set(data.itemId, data);
  if (!isBusy) void work();
});

/** Newest item first: it is the one in hand. Grammar comes last and gives way to whatever was asked meanwhile. */
async function work(): Promise<void> {
  isBusy = true;
  const forGrammar: Question[] = [];
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const [itemId, question] = [...waiting].at(-1) ?? [];
    if (itemId !== undefined && question) {
      waiting.delete(itemId);
      answer(question, question.language, false);
      if (isEnglish(stringsIn(question.output).join('\n'))) forGrammar.push(question);
      continue;
    }
    const next = forGrammar.pop();
    if (!next) break;
    if (forGrammar.some((each) => each.itemId === next.itemId))
      forGrammar.splice(0, forGrammar.length, ...forGrammar.filter((each) => each.itemId !== next.itemId));
    const language = await grammarOf(next);
    if (language && !waiting.has(next.itemId)) answer(next, language, true);
  }
  isBusy = false;
}

function answer(question: Question, language: Flag[], isFinal: boolean): void {
  const { itemId, round, input, output, rules, dictionary, lessons, metadata, original, aiFlags, dismissed } = question;
  const flags = check({
    input,
    output,
    ...(rules && { rules }),
    dictionary,
    lessons,
    traits: traitsOf({ input, metadata }),
    original,
    aiFlags,
    dismissed,
    more: language,
  });
  postMessage({ itemId, round, flags, language: isFinal ? language : null } satisfies Answer);
}

const grammarRestMs = 60_000;
let grammarRestsUntil = 0;

// Harper keeps a second promise of its load that nobody waits for; the failure itself is caught below.
addEventListener('unhandledrejection', (event) => event.preventDefault());

async function grammarOf({ input, output, rules, dictionary }: Question): Promise<Flag[] | null> {
  if (Date.now() < grammarRestsUntil) return null;
  try {
    const { checkGrammar } = await import('@countersign/checks/grammar');
    return await checkGrammar({
      input,
      output,
      dictionary: [...(rules?.dictionary ?? []), ...dictionary],
      dialect: rules?.spelling ?? 'en-GB',
    });
  } catch (error) {
    grammarRestsUntil = Date.now() + grammarRestMs; // offline, or out of memory: it may come back
    console.warn('Grammar cannot be checked just now.', error);
    return null;
  }
}
