/** Kinds of JSON values, as numbers: checks are found by them. */
export const kinds = { null: 0, boolean: 1, number: 2, string: 3, array: 4, object: 5 } as const;

export type KindName = keyof typeof kinds;
export type Kind = (typeof kinds)[KindName];

export const KIND_COUNT = 6;

export function kindOf(value: unknown): Kind {
  if (typeof value === 'string') return kinds.string;
  if (typeof value === 'number') return kinds.number;
  if (typeof value === 'boolean') return kinds.boolean;
  if (value === null) return kinds.null;
  return Array.isArray(value) ? kinds.array : kinds.object;
}

/** Whether a value is an array or an object. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isContainer(value) && !Array.isArray(value);
}

/** What `type` of JSON Schema may name. */
export const typeNames = ['null', 'boolean', 'number', 'string', 'array', 'object', 'integer'] as const;

export type TypeName = (typeof typeNames)[number];

/** A set of types, a bit for each. */
export function typeSet(names: readonly TypeName[]): number {
  return names.reduce((set, name) => set | (1 << typeNames.indexOf(name)), 0);
}

const INTEGER = typeSet(['integer']);

export function isOfType(set: number, kind: Kind, value: unknown): boolean {
  return (set & (1 << kind)) !== 0 || ((set & INTEGER) !== 0 && Number.isInteger(value));
}
