import { anyNumber, anyWord, atEnd, atStart, inList } from './rule.ts';
import { isPlainToken, type Token } from './text/tokens.ts';

/** What stands on one side of a place, as contexts a rule may ask for: tokens in the order of the text. */
export interface Side {
  /** The next word or mark, with the space between; undefined at the edge of the text. */
  near: string[] | undefined;
  /** The next two. */
  far: string[] | undefined;
  /** What stands for the kind of the next: any word, any number, the edge of the text. */
  kind: string[] | undefined;
}

type Step = -1 | 1;

const inOrder = (step: Step, parts: string[]): string[] => (step === 1 ? parts : parts.reverse());
const standsFor = { word: anyWord, number: anyNumber, space: undefined, mark: undefined };

/** The side of a place: `at` is the index of the first token on it. */
export const sideOf = (tokens: readonly Token[], at: number, step: Step): Side => {
  const parts: string[] = [];
  const solids: { count: number; token: Token }[] = [];
  for (let i = at; solids.length < 2 && i >= 0 && i < tokens.length; i += step) {
    const token = tokens[i]!;
    parts.push(token.lower);
    if (!isPlainToken(token.text)) break;
    if (token.kind !== 'space') solids.push({ count: parts.length, token });
  }
  const [one, two] = solids;
  const isEdge = tokens[at] === undefined || (tokens[at].kind === 'space' && tokens[at + step] === undefined);
  if (one === undefined) return { near: undefined, far: undefined, kind: isEdge ? [step === 1 ? atEnd : atStart] : undefined };
  const name = standsFor[one.token.kind];
  return {
    near: inOrder(step, parts.slice(0, one.count)),
    far: two && inOrder(step, parts.slice(0, two.count)),
    kind: name === undefined ? undefined : inOrder(step, [...parts.slice(0, one.count - 1), name]),
  };
};

const mostListWords = 5;

/** Whether a comma stands a few words before, with nothing but words between: `red, dark green| and blue`. */
export const isInList = (tokens: readonly Token[], at: number): boolean => {
  let words = 0;
  for (let i = at - 1; i >= 0 && words <= mostListWords; i -= 1) {
    const { kind, text } = tokens[i]!;
    if (kind === 'space') continue;
    if (text === ',') return words > 0;
    if (kind === 'mark' && text !== '-') return false;
    words += 1;
  }
  return false;
};

const fitsOne = (wanted: string, token: Token | undefined): boolean => {
  if (token === undefined) return wanted === atStart || wanted === atEnd;
  if (wanted === anyWord) return token.kind === 'word';
  if (wanted === anyNumber) return token.kind === 'number';
  return wanted === token.lower;
};

/** Whether what stands directly before `at` is the context. */
export const fitsBefore = (tokens: readonly Token[], at: number, context: readonly string[]): boolean => {
  if (context.length === 1 && context[0] === inList) return isInList(tokens, at);
  for (let i = 0; i < context.length; i += 1) if (!fitsOne(context[context.length - 1 - i]!, tokens[at - 1 - i])) return false;
  return true;
};

/** Whether what stands from `at` on is the context. */
export const fitsAfter = (tokens: readonly Token[], at: number, context: readonly string[]): boolean => {
  for (let i = 0; i < context.length; i += 1) if (!fitsOne(context[i]!, tokens[at + i])) return false;
  return true;
};
