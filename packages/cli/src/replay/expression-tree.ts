import { parse } from '@bufbuild/cel';
import { UsageError } from '../exit-codes.ts';

export type Expression = ReturnType<typeof parse>['expr'];

/** A rule that a person writes by hand stays far below; beyond them evaluation may take for ever. */
const mostCharacters = 2000;
const mostNodes = 300;
const deepest = 40;
const mostLoops = 2;

/** The parts that an expression is made of. */
export function childrenOf({ exprKind: { case: kind, value } }: Expression): Expression[] {
  const parts: (Expression | undefined)[] = [];
  if (kind === 'selectExpr') parts.push(value.operand);
  else if (kind === 'callExpr') parts.push(value.target, ...value.args);
  else if (kind === 'listExpr') parts.push(...value.elements);
  else if (kind === 'structExpr') for (const entry of value.entries) parts.push(mapKey(entry.keyKind), entry.value);
  else if (kind === 'comprehensionExpr') parts.push(value.iterRange, value.accuInit, value.loopCondition, value.loopStep, value.result);
  return parts.filter((part) => part !== undefined);
}

const mapKey = (key: { case?: string | undefined; value?: unknown }): Expression | undefined =>
  key.case === 'mapKey' ? (key.value as Expression) : undefined;

/** Every part of the expression, itself first. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* partsOf(child);
}

function measure(expression: Expression): { nodes: number; depth: number; loops: number } {
  const children = childrenOf(expression).map(measure);
  const most = (of: 'depth' | 'loops') => Math.max(0, ...children.map((child) => child[of]));
  return {
    nodes: 1 + children.reduce((sum, { nodes }) => sum + nodes, 0),
    depth: 1 + most('depth'),
    loops: most('loops') + (expression.exprKind.case === 'comprehensionExpr' ? 1 : 0),
  };
}

/** `has(score)` asks for a field of the line itself, which CEL's own has() cannot; it becomes `has(line.score)`. */
function askTheLine(expression: Expression): void {
  for (const part of partsOf(expression)) {
    if (part.exprKind.case !== 'callExpr' || part.exprKind.value.function !== 'has') continue;
    const [asked] = part.exprKind.value.args;
    if (asked?.exprKind.case === 'identExpr') part.exprKind = parse(`has(line.${asked.exprKind.value.name})`).expr.exprKind;
  }
}

/** Reads a CEL expression. @throws UsageError for one that is no CEL, or too large or nested too deeply to be run over every line. */
export function readExpression(text: string): Expression {
  const refuse = (why: string) => new UsageError(`--bad ${JSON.stringify(text.slice(0, 200))} ${why}`);
  if (text.trim() === '') throw refuse(`says nothing. Write for example --bad 'verdict != "approve"' or --bad 'score < 50'.`);
  if (text.length > mostCharacters)
    throw refuse(`is longer than ${mostCharacters} characters. Write the outcome into a field of each line.`);
  let expression: Expression;
  try {
    expression = parse(text).expr;
  } catch (error) {
    const where = (error as Error).message.replace(/^<input>:/, 'line ');
    throw refuse(`is not a CEL expression (${where}). Write for example --bad 'verdict != "approve"' or --bad 'score < 50'.`);
  }
  const { nodes, depth, loops } = measure(expression);
  if (nodes > mostNodes || depth > deepest || loops > mostLoops)
    throw refuse(`is too large to be run over every line. Write its outcome into a field of each line, and name that field.`);
  askTheLine(expression);
  return expression;
}

/** Names that the expression takes from the line: `score` of `score < 50`. */
export function fieldsIn(expression: Expression): string[] {
  const parts = [...partsOf(expression)];
  const own = new Set(
    parts.flatMap(({ exprKind: { case: kind, value } }) =>
      kind === 'comprehensionExpr' ? [value.iterVar, value.iterVar2, value.accuVar] : [],
    ),
  );
  const names = parts.flatMap(({ exprKind: { case: kind, value } }) => (kind === 'identExpr' ? [value.name] : []));
  return [...new Set(names)].filter((name) => !own.has(name) && name !== 'line');
}

/** Fields that are compared with a text: in a CSV their cells stay texts, even where they look like numbers. */
export function fieldsComparedWithText(expression: Expression): Set<string> {
  const found = new Set<string>();
  for (const { exprKind } of partsOf(expression)) {
    if (exprKind.case !== 'callExpr') continue;
    const { args, target } = exprKind.value;
    const all = target ? [target, ...args] : args;
    const hasText = all.some((arg) => arg.exprKind.case === 'constExpr' && arg.exprKind.value.constantKind.case === 'stringValue');
    if (hasText) for (const arg of all) if (arg.exprKind.case === 'identExpr') found.add(arg.exprKind.value.name);
  }
  return found;
}
