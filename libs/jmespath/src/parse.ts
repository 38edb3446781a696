import { compile, tokenize } from '@jmespath-community/jmespath';
import { QuerySyntaxError } from './errors.ts';
import { childrenOf, isFunction, isLoop, takesExpression, type Expression } from './expression.ts';
import {
  MAX_NESTED_PROJECTIONS,
  MAX_QUERY_BYTES,
  MAX_QUERY_CALLS,
  MAX_QUERY_DEPTH,
  MAX_QUERY_NODES,
} from './limits.ts';

/** A query that was parsed. */
export interface ParsedQuery {
  readonly expression: Expression;
  readonly nodes: number;
}

/**
 * Parses a query and refuses what would fail or could grow without bound whenever it is evaluated.
 * @throws QuerySyntaxError
 */
export function parseQuery(text: string): ParsedQuery {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_QUERY_BYTES) {
    throw new QuerySyntaxError(`has ${bytes} bytes, at most ${MAX_QUERY_BYTES} are accepted`, 0);
  }
  const expression = parse(text);
  return { expression, nodes: requireSound(expression, text) };
}

function parse(text: string): Expression {
  try {
    return compile(text);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw new QuerySyntaxError(messageOf(error), positionOfError(text));
  }
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  return isAtEnd(error)
    ? 'ends too early'
    : `is no JMESPath: ${text.replace(/^syntax(?: error)?[:,] /i, '')}${remedyFor(text)}`;
}

/** The mistake that is made most: numbers are literals, and those stand in backticks. */
function remedyFor(message: string): string {
  return message.includes('(Number): "') ? ' (a number stands in backticks, as `1`)' : '';
}

/** Whether the parser ran out of tokens, by an end it did not expect or by reading past it. */
function isAtEnd(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    (error instanceof Error && /(?:got: EOF|\(EOF\)(?:: "")?)$/.test(error.message))
  );
}

/**
 * The library does not say where it stopped. A beginning of the text that stops before the offending token can be
 * completed, and none that goes on behind it can, so bisecting the tokens finds it.
 */
function positionOfError(text: string): number {
  const starts = tokenStarts(text);
  if (typeof starts === 'number') return starts;
  let completable = 0;
  let broken = starts.length + 1;
  while (broken - completable > 1) {
    const middle = (completable + broken) >> 1;
    if (isCompletable(text.slice(0, starts[middle]))) completable = middle;
    else broken = middle;
  }
  return starts[broken - 1] ?? text.length;
}

function isCompletable(beginning: string): boolean {
  try {
    compile(beginning);
    return true;
  } catch (error) {
    return isAtEnd(error);
  }
}

/** Where the tokens begin, or where something is that is none. */
function tokenStarts(text: string): number[] | number {
  try {
    return tokenize(text).map(({ start }) => start);
  } catch {
    // Quoted text in one piece, everything else character by character: the first piece that is no token alone.
    const pieces = text.matchAll(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?|./gsu);
    for (const { 0: piece, index } of pieces) if (!isTokens(piece)) return index;
    return text.length;
  }
}

function isTokens(piece: string): boolean {
  try {
    tokenize(piece);
    return true;
  } catch {
    return false;
  }
}

/** @returns the number of nodes */
function requireSound(root: Expression, text: string): number {
  const waiting = [{ node: root, depth: 1, loops: 0, isArgument: false }];
  const calls = new Map<string, number>();
  let nodes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth, isArgument } = next;
    const loops = next.loops + Number(isLoop(node));
    if (depth > MAX_QUERY_DEPTH) throw tooDeep();
    if (loops > MAX_NESTED_PROJECTIONS) throw tooManyLoops(loops);
    if (++nodes > MAX_QUERY_NODES) {
      throw new QuerySyntaxError(`has more than ${MAX_QUERY_NODES} parts; ${SPLIT}`, 0);
    }
    if (node.type === 'ExpressionReference' && !isArgument) {
      throw new QuerySyntaxError('has & outside of the call of a function that takes it', text.indexOf('&'));
    }
    if (node.type === 'Function') {
      requireSoundCall(node, text);
      calls.set(node.name, (calls.get(node.name) ?? 0) + 1);
    }
    for (const child of childrenOf(node)) {
      waiting.push({ node: child, depth: depth + 1, loops, isArgument: node.type === 'Function' });
    }
  }
  requireFewCalls(calls, text);
  return nodes;
}

function requireFewCalls(calls: ReadonlyMap<string, number>, text: string): void {
  const all = [...calls.values()].reduce((sum, count) => sum + count, 0);
  if (all <= MAX_QUERY_CALLS) return;
  const [name, count] = [...calls].reduce((most, one) => (one[1] > most[1] ? one : most));
  throw new QuerySyntaxError(
    `calls functions ${all} times, ${count} times ${name}(), at most ${MAX_QUERY_CALLS} are accepted; ${SPLIT}`,
    positionOfCall(name, text),
  );
}

/**
 * An expression must stand in the query where a function takes one. Otherwise data could: the library takes an object
 * with a member `expref` for a node.
 */
function requireSoundCall({ name, children }: Extract<Expression, { type: 'Function' }>, text: string): void {
  if (!isFunction(name)) {
    throw new QuerySyntaxError(
      `calls ${name}(), which is no function of JMESPath`,
      positionOfCall(name, text),
    );
  }
  for (const [index, child] of children.entries()) {
    const isExpression = child.type === 'ExpressionReference';
    if (isExpression === takesExpression(name, index)) continue;
    const accepted = isExpression ? 'takes no &expression' : 'takes an expression such as &name';
    throw new QuerySyntaxError(
      `calls ${name}() with a wrong argument: number ${index + 1} ${accepted}`,
      positionOfCall(name, text),
    );
  }
}

function positionOfCall(name: string, text: string): number {
  const tokens = tokenize(text);
  return tokens.find(({ value }, index) => value === name && tokens[index + 1]?.value === '(')?.start ?? 0;
}

/** What helps where a query is too large. */
const SPLIT = 'split it into several transforms';

function tooDeep(): QuerySyntaxError {
  return new QuerySyntaxError(`is nested more than ${MAX_QUERY_DEPTH} levels deep; ${SPLIT}`, 0);
}

function tooManyLoops(loops: number): QuerySyntaxError {
  return new QuerySyntaxError(
    `has ${loops} projections inside each other, at most ${MAX_NESTED_PROJECTIONS} are accepted; ${SPLIT}`,
    0,
  );
}
