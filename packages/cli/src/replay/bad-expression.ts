import { type CelInput, celEnv, isCelError, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import type { Json } from '@countersign/contract';
import type { Row } from '../check/read-rows.ts';
import { UsageError } from '../exit-codes.ts';
import { fieldsComparedWithText, fieldsIn, readExpression } from './expression-tree.ts';
import type { Judge, Judgement } from './judgement.ts';

const isNothing = (value: Json | undefined): boolean => value === undefined || value === null;

const advice = (message: string, fields: Row['fields'], names: readonly string[]): string => {
  if (/\(double, int\)|\(int, double\)/.test(message)) return 'Numbers of a line are doubles: write 1.0 instead of 1 when you calculate.';
  const texts = names.filter((name) => typeof fields[name] === 'string');
  if (/string/.test(message) && texts.length > 0)
    return `${texts.map((name) => `${name} is the text ${JSON.stringify(String(fields[name]).slice(0, 40))}`).join(', ')}. Correct the line, or write double(${texts[0]}).`;
  return 'Change the expression, or correct the line.';
};

/**
 * `--bad`: a CEL expression over the fields of a line, true for a bad item. A line that lacks a field which the expression needs is left
 * out; `has(score)` asks for one. @throws UsageError for an expression that is none.
 */
export function judgeByExpression(text: string): Judge {
  const expression = readExpression(text);
  const evaluate = plan(celEnv({ funcs: strings }), expression);
  const names = fieldsIn(expression);
  const needsLine = text.includes('line') || text.includes('has(');

  const judge = ({ fields, line }: Row): Judgement => {
    const given = fields as Record<string, CelInput>;
    const found = evaluate(needsLine ? { ...given, line: given } : given);
    if (typeof found === 'boolean') return found;
    if (!isCelError(found))
      throw new UsageError(
        `--bad must be true or false, and is ${String(found)} on line ${line}. Write a comparison, for example --bad '${names[0] ?? 'score'} < 50'.`,
      );
    const lacking = names.find((name) => !Object.hasOwn(fields, name) || isNothing(fields[name]));
    if (lacking !== undefined) return { lacks: lacking };
    throw new UsageError(`--bad cannot be told on line ${line}: ${found.message}. ${advice(found.message, fields, names)}`);
  };

  return {
    rule: text,
    judge,
    textColumns: fieldsComparedWithText(expression),
    advice: (lacking) => `No line has the field ${lacking} that --bad asks for.`,
  };
}
