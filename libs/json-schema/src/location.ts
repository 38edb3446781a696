import { pointerToken } from './schema-problem.ts';
import type { Schema } from './shapes.ts';
import { acceptAll, acceptNothing, STEPS_PER_VALUE, Subschema, type DynamicScope } from './subschema.ts';

/** A schema with a URI: the whole document, or a subschema with an `$id`. */
export interface Resource {
  /** Without a fragment. */
  readonly uri: string;
  readonly root: Location;
  readonly anchors: Map<string, Location>;
  readonly scope: DynamicScope;
}

/** To what of a value a subschema is applied: to the value itself, to one part of it, or to each part. */
export type Application = 'value' | 'part' | 'each';

/** Where a subschema stands in its document; used while the document is compiled, and then forgotten. */
export class Location {
  readonly schema: Schema;
  readonly parent: Location | undefined;
  readonly resource: Resource;
  /** The subschemas right below, by keyword or by keyword and name joined by a slash. */
  readonly children = new Map<string, Location>();
  /** What it is compiled to. */
  readonly subschema: Subschema;
  /** The subschemas that it applies, those behind references too. */
  readonly uses: { readonly location: Location; readonly to: Application }[] = [];
  /** What its own keywords cost: the fewest steps, the steps for each byte of data, and bytes of memory. */
  readonly cost = { steps: STEPS_PER_VALUE, stepsPerByte: 0, bytes: 0 };
  /** Size of the patterns that stand here first. */
  patternInstructions = 0;
  references = 0;
  readonly #segment: string;

  /** @param resource of the location, which may be the root of a new one */
  constructor(
    schema: Schema,
    resource: (location: Location) => Resource,
    above?: { readonly parent: Location; readonly segment: string },
  ) {
    this.schema = schema;
    this.subschema = compiledTo(schema);
    this.parent = above?.parent;
    this.#segment = above?.segment ?? '';
    this.resource = resource(this);
  }

  /** JSON pointer from the root of the document. */
  get pointer(): string {
    return this.parent === undefined ? '' : `${this.parent.pointer}/${this.#segment}`;
  }

  child(keyword: string, name?: string): Location | undefined {
    return this.children.get(childKey(keyword, name));
  }
}

function compiledTo(schema: Schema): Subschema {
  if (typeof schema === 'boolean') return schema ? acceptAll : acceptNothing;
  return new Subschema();
}

/** @param name of the subschema in the keyword's value; undefined where the value is the subschema */
export function childKey(keyword: string, name?: string): string {
  return name === undefined ? keyword : `${keyword}/${pointerToken(name)}`;
}
