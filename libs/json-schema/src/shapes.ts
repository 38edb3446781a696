import { isObject, typeNames, type TypeName } from './value-kind.ts';

export type SchemaObject = Readonly<Record<string, unknown>>;
export type Schema = SchemaObject | boolean;

/** What the value of a keyword must be: the rules of JSON Schema's meta-schema. */
export interface Shape<Value> {
  /** Behind "must be". */
  readonly expected: string;
  accepts(value: unknown): value is Value;
  /** The subschemas in the value, by name or index; the value itself has no name. Default: none. */
  subschemas?(value: Value): Iterable<readonly [name: string | undefined, value: unknown]>;
}

function shape<Value>(expected: string, accepts: (value: unknown) => boolean): Shape<Value> {
  return { expected, accepts: (value): value is Value => accepts(value) };
}

export const string = shape<string>('a string', isString);
export const boolean = shape<boolean>('a boolean', (value) => typeof value === 'boolean');
export const number = shape<number>('a number', (value) => typeof value === 'number');
export const anything = shape<unknown>('anything', () => true);
export const array = shape<readonly unknown[]>('an array', Array.isArray);
export const natural = shape<number>('a whole number of at least 0', isNatural);
export const positive = shape<number>('a number above 0', (value) => typeof value === 'number' && value > 0);
export const strings = shape<readonly string[]>('a list of different strings', areDistinctStrings);
export const stringLists = shape<Readonly<Record<string, readonly string[]>>>(
  'an object whose members are lists of different strings',
  (value) => isObject(value) && Object.values(value).every(areDistinctStrings),
);
export const uriReference = shape<string>('a URI reference', isString);
export const identifier = shape<string>('a URI reference without a fragment', (value) => {
  return isString(value) && /^[^#]*#?$/.test(value);
});
export const anchor = shape<string>('a letter or underscore, then letters, digits and -._', (value) => {
  return isString(value) && /^[A-Za-z_][-A-Za-z0-9._]*$/.test(value);
});
export const types = shape<TypeName | readonly TypeName[]>(
  `one of ${typeNames.join(', ')}, or a list of different ones`,
  (value) => {
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    return (
      names.length > 0 &&
      new Set(names).size === names.length &&
      names.every((name) => typeNames.some((known) => known === name))
    );
  },
);

const DIALECT = /^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

export const dialect = shape<string>(
  'https://json-schema.org/draft/2020-12/schema',
  (value) => isString(value) && DIALECT.test(value),
);

/** Keywords of other dialects that would change what the schema means. */
export const refused = shape<never>('left out: it is no keyword of JSON Schema 2020-12', () => false);

export const schema: Shape<Schema> = {
  expected: 'a schema: an object or a boolean',
  accepts: isSchema,
  subschemas: (value) => [[undefined, value]],
};

export const schemaList: Shape<readonly Schema[]> = {
  expected: 'a list of schemas with at least one',
  accepts: (value): value is readonly Schema[] => Array.isArray(value) && value.length > 0,
  subschemas: (value) => value.map((item, index) => [String(index), item] as const),
};

export const schemaMap: Shape<Readonly<Record<string, Schema>>> = {
  expected: 'an object of schemas',
  accepts: (value): value is Readonly<Record<string, Schema>> => isObject(value),
  subschemas: (value) => Object.entries(value),
};

/** Of earlier drafts: for each member, the members or the schema that it asks for. */
export const dependencies: Shape<Readonly<Record<string, Schema | readonly string[]>>> = {
  expected: 'an object of schemas and lists of different strings',
  accepts: (value): value is Readonly<Record<string, Schema | readonly string[]>> =>
    isObject(value) && Object.values(value).every((one) => !Array.isArray(one) || areDistinctStrings(one)),
  subschemas: (value) => Object.entries(value).filter(([, one]) => !Array.isArray(one)),
};

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || isObject(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNatural(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function areDistinctStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isString) && new Set(value).size === value.length;
}
