import {
  TreeInterpreter,
  TYPE_EXPREF,
  type compile,
  type JSONObject,
  type JSONValue,
} from '@jmespath-community/jmespath';

/** A value as `JSON.parse` makes it. */
export type JsonValue = JSONValue;

/** A node of a parsed query. */
export type Expression = ReturnType<typeof compile>;

/** What visiting a node takes and yields: a value, or the expression behind `&`. */
export type Operand = Parameters<typeof TreeInterpreter.visit>[1];

export function isObject(value: Operand): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The nodes right below one. */
export function childrenOf(node: Expression): Expression[] {
  return node.type === 'Literal' ? [] : Object.values(node).flat().filter(isExpression);
}

function isExpression(part: unknown): part is Expression {
  return typeof part === 'object' && part !== null && 'type' in part;
}

const functions = TreeInterpreter.runtime._functionTable;

export function isFunction(name: string): boolean {
  return Object.hasOwn(functions, name);
}

/** Whether a function takes an expression (`&...`) as its argument number `index`, counted from 0. */
export function takesExpression(name: string, index: number): boolean {
  return functions[name]?._signature[index]?.types.includes(TYPE_EXPREF) ?? false;
}

const PROJECTIONS: readonly Expression['type'][] = ['Projection', 'ValueProjection', 'FilterProjection'];

/** Whether a node goes through a list, so that what stands below it is evaluated many times. */
export function isLoop(node: Expression): boolean {
  return PROJECTIONS.includes(node.type) || node.type === 'ExpressionReference';
}
