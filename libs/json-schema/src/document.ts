import type { StepBudget } from '@casewire/metering';
import type { Keyword } from './keyword.ts';
import { keywordsByName } from './keywords/keywords.ts';
import { MAX_SCHEMA_CHARACTERS, MAX_SCHEMA_DEPTH, MAX_SUBSCHEMAS } from './limits.ts';
import { childKey, Location, type Resource } from './location.ts';
import { patternSize } from './pattern.ts';
import { requireFewSubschemas } from './requirements.ts';
import { SchemaError } from './schema-error.ts';
import { pointerToken, printable } from './schema-problem.ts';
import * as shapes from './shapes.ts';
import { isSchema, type Schema, type SchemaObject } from './shapes.ts';
import type { Subschema } from './subschema.ts';
import { isContainer } from './value-kind.ts';

/** The URI of a document that names none: relative references need one to be relative to. */
const NAMELESS = 'casewire:/schema';

/** Steps of reading and compiling a subschema. */
const STEPS_PER_SUBSCHEMA = 150;

/** Steps of looking at a value of the document's JSON. */
const STEPS_PER_JSON_VALUE = 10;

/** Estimate of the memory that a character takes, in the names and constants that a compiled schema keeps. */
const BYTES_PER_CHARACTER = 6;

const REFERENCES = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

/** A JSON Schema that was read: every keyword has the form that it must have, and references can be resolved. */
export class SchemaDocument {
  readonly root: Location;
  /** Every subschema; those that only a reference leads to are added when it is resolved. */
  readonly locations: Location[] = [];
  readonly #resources = new Map<string, Resource>();
  readonly #patterns = new Set<string>();
  readonly #budget: StepBudget;

  /**
   * @param budget pays for reading
   * @throws SchemaError
   */
  constructor(schema: SchemaObject, budget: StepBudget) {
    this.#budget = budget;
    const characters = requireSize(schema, budget);
    this.root = this.#read(schema);
    this.root.cost.bytes += characters * BYTES_PER_CHARACTER;
  }

  /** Whether there are subschemas with a URI of their own. */
  get hasSeveralResources(): boolean {
    return this.#resources.size > 1;
  }

  /** What the anchors of that name stand for, in any of the resources. */
  anchored(name: string): Location[] {
    return [...this.#resources.values()].flatMap(({ anchors }) => anchors.get(name) ?? []);
  }

  /**
   * The subschema that a reference at a location names.
   * @throws SchemaError
   */
  resolve(reference: string, from: Location): { readonly target: Location; readonly fragment: string } {
    const url = URL.parse(reference, from.resource.uri);
    const fragment = url === null ? undefined : percentDecoded(url.hash.slice(1));
    const resource = url === null ? undefined : this.#resources.get(withoutFragment(url));
    const target = resource && fragment !== undefined ? this.#find(resource, fragment) : undefined;
    if (target === undefined || fragment === undefined) {
      throw new SchemaError(
        `can't resolve reference ${reference}, which stands at ${from.pointer || 'the root'}`,
      );
    }
    return { target, fragment };
  }

  #find({ root, anchors }: Resource, fragment: string): Location | undefined {
    if (fragment === '') return root;
    return fragment.startsWith('/')
      ? this.#findByPointer(root, fragment.slice(1).split('/'))
      : anchors.get(fragment);
  }

  #findByPointer(root: Location, tokens: readonly string[]): Location | undefined {
    let location = root;
    for (let index = 0; index < tokens.length;) {
      const [first = '', second] = tokens.slice(index);
      const single = location.children.get(first);
      const child = single ?? location.children.get(`${first}/${second ?? ''}`);
      if (child === undefined) return this.#readElsewhere(location, tokens.slice(index));
      location = child;
      index += single === undefined ? 2 : 1;
    }
    return location;
  }

  /** A reference may lead to a schema where none is expected, such as below a keyword that is not known. */
  #readElsewhere(parent: Location, tokens: readonly string[]): Location | undefined {
    let value: unknown = parent.schema;
    for (const token of tokens) {
      const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
      value = isContainer(value) && Object.hasOwn(value, name) ? (value as SchemaObject)[name] : undefined;
    }
    return isSchema(value) ? this.#read(value, { parent, segment: tokens.join('/') }) : undefined;
  }

  #read(schema: Schema, above?: { readonly parent: Location; readonly segment: string }): Location {
    this.#budget.spend(STEPS_PER_SUBSCHEMA);
    const location = new Location(schema, (self) => this.#resourceOf(self), above);
    above?.parent.children.set(above.segment, location);
    this.locations.push(location);
    if (this.locations.length > MAX_SUBSCHEMAS) requireFewSubschemas(this.locations[0] ?? location);
    if (typeof schema === 'boolean') return location;
    for (const [name, value] of Object.entries(schema)) {
      const keyword = keywordsByName.get(name);
      if (keyword !== undefined) this.#readKeyword(location, keyword, value);
    }
    return location;
  }

  #readKeyword(location: Location, { name, shape }: Keyword, value: unknown): void {
    if (!shape.accepts(value)) throw invalid(location, name, shape.expected);
    for (const [childName, child] of shape.subschemas?.(value) ?? []) {
      const segment = childKey(name, childName);
      if (!isSchema(child)) throw invalid(location, segment, shapes.schema.expected);
      this.#read(child, { parent: location, segment });
    }
    if (REFERENCES.has(name)) location.references++;
    if (name === 'pattern') this.#notePattern(location, String(value));
    if (name === 'patternProperties')
      for (const source of Object.keys(value as SchemaObject))
        this.#notePattern(location.child(name, source) ?? location, source);
    if (name === '$anchor' || name === '$dynamicAnchor') noteAnchor(location, name, String(value));
  }

  /** A pattern that stands in several places is compiled once. */
  #notePattern(location: Location, source: string): void {
    if (this.#patterns.has(source)) return;
    this.#patterns.add(source);
    location.patternInstructions += patternSize(source);
  }

  #resourceOf(location: Location): Resource {
    const id = typeof location.schema === 'object' ? location.schema['$id'] : undefined;
    const above = location.parent?.resource;
    if (above !== undefined && typeof id !== 'string') return above;
    const url = URL.parse(typeof id === 'string' ? id : '', above?.uri ?? NAMELESS);
    if (url === null) throw invalid(location, '$id', shapes.identifier.expected);
    const uri = withoutFragment(url);
    if (this.#resources.has(uri)) throw ambiguous(uri);
    const scope = { dynamicAnchors: new Map<string, Subschema>() };
    const resource = { uri, root: location, anchors: new Map<string, Location>(), scope };
    this.#resources.set(uri, resource);
    return resource;
  }
}

function noteAnchor(location: Location, keyword: string, name: string): void {
  const { anchors, scope } = location.resource;
  const known = anchors.get(name);
  if (known !== undefined && known !== location) throw ambiguous(`#${name}`);
  anchors.set(name, location);
  if (keyword === '$dynamicAnchor') scope.dynamicAnchors.set(name, location.subschema);
}

/**
 * @returns characters of the schema as JSON
 * @throws SchemaError
 */
function requireSize(schema: SchemaObject, budget: StepBudget): number {
  const tooDeep = findTooDeep(schema, 0, budget);
  if (tooDeep !== undefined) {
    throw new SchemaError(
      `is nested too deeply at ${printable(tooDeep.map((name) => `/${pointerToken(name)}`).join(''))}`,
      `at most ${MAX_SCHEMA_DEPTH} levels of JSON: move inner parts to $defs and refer to them`,
    );
  }
  const { length } = JSON.stringify(schema);
  if (length > MAX_SCHEMA_CHARACTERS) {
    throw new SchemaError(
      `has ${length} characters`,
      `at most ${MAX_SCHEMA_CHARACTERS} characters of JSON: divide the type into several`,
    );
  }
  return length;
}

/** The way to the first value that is nested too deeply; undefined if there is none. */
function findTooDeep(value: unknown, depth: number, budget: StepBudget): readonly string[] | undefined {
  budget.spend(STEPS_PER_JSON_VALUE);
  if (!isContainer(value)) return undefined;
  if (depth >= MAX_SCHEMA_DEPTH) return [];
  for (const name of Object.keys(value)) {
    const inner = findTooDeep((value as SchemaObject)[name], depth + 1, budget);
    if (inner !== undefined) return [name, ...inner];
  }
  return undefined;
}

function invalid(location: Location, name: string, expected: string): SchemaError {
  return new SchemaError(
    `schema is invalid: data${printable(`${location.pointer}/${name}`)} must be ${expected}`,
  );
}

function ambiguous(reference: string): SchemaError {
  return new SchemaError(`reference "${printable(reference)}" resolves to more than one schema`);
}

function withoutFragment(url: URL): string {
  const bare = new URL(url);
  bare.hash = '';
  return bare.href;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
