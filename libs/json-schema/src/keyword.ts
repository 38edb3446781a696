import type { Application } from './location.ts';
import type { Pattern } from './pattern.ts';
import type { SchemaObject, Shape } from './shapes.ts';
import type { Rule, Tester } from './subschema.ts';
import type { KindName } from './value-kind.ts';

/** What a keyword is compiled from, besides its own value. */
export interface Surroundings {
  /** All keywords of the schema. */
  readonly schema: SchemaObject;
  /**
   * A subschema of this keyword, or of one beside it.
   * @param name where the keyword's value has several
   */
  subschema(to: Application, keyword: string, name?: string): Tester;
  /** The schema that a reference names. */
  reference(uri: string): Tester;
  /** The same; but a schema that was entered before may have another one of that name, which then counts. */
  dynamicReference(uri: string): Tester;
  pattern(source: string): Pattern;
  /** Notes what the keyword costs: the fewest steps, steps for each byte of data, bytes of memory. Default: 0. */
  costs(cost: { readonly steps?: number; readonly stepsPerByte?: number; readonly bytes?: number }): void;
}

/** A keyword of JSON Schema. */
export interface Keyword {
  readonly name: string;
  readonly shape: Shape<unknown>;
  /** The kinds of values that it says something about; undefined for any. */
  readonly about?: readonly KindName[];
  /** Absent where it demands nothing by itself: others read it, or people. */
  readonly compile?: (value: unknown, around: Surroundings) => Rule<never> | undefined;
}

type Definition<Given, Value> = readonly [
  name: string,
  shape: Shape<Given>,
  compile: (given: Given, around: Surroundings) => Rule<Value> | undefined,
];

/** A keyword that says something about values of any kind. */
export function aboutAny<Given>(...[name, shape, compile]: Definition<Given, unknown>): Keyword {
  return { name, shape, compile: compile as Keyword['compile'] & {} };
}

/** Keywords that say something about values of some kinds only; a value's kind is checked before they are. */
export const aboutStrings = aboutKinds<string>('string');
export const aboutNumbers = aboutKinds<number>('number');
export const aboutNumbersAndStrings = aboutKinds<number | string>('number', 'string');
export const aboutArrays = aboutKinds<readonly unknown[]>('array');
export const aboutObjects = aboutKinds<Readonly<Record<string, unknown>>>('object');

function aboutKinds<Value>(...about: readonly KindName[]) {
  return <Given>(...[name, shape, compile]: Definition<Given, Value>): Keyword => ({
    name,
    shape,
    about,
    compile: compile as Keyword['compile'] & {},
  });
}

/** A keyword that demands nothing by itself. */
export function annotation(name: string, shape: Shape<unknown>): Keyword {
  return { name, shape };
}
