import type { StepBudget } from '@casewire/metering';
import type { SchemaDocument } from './document.ts';
import type { Surroundings } from './keyword.ts';
import { keywordsByName } from './keywords/keywords.ts';
import type { Application, Location } from './location.ts';
import { Pattern } from './pattern.ts';
import type { SchemaObject } from './shapes.ts';
import type { DynamicScope, Rule, Tester, TypeRule } from './subschema.ts';
import { KIND_COUNT, kinds, typeSet, type TypeName } from './value-kind.ts';

/** Estimate of the memory that a subschema takes without its keywords, and each of them without its value. */
const BYTES_PER_SUBSCHEMA = 400;
const BYTES_PER_RULE = 200;

const noRules: readonly Rule<never>[] = [];

/** Makes rules of the keywords of a document, and ties subschemas together. */
export class Linker {
  readonly #document: SchemaDocument;
  readonly #budget: StepBudget;
  readonly #patterns = new Map<string, Pattern>();

  /** @param budget pays for compiling patterns */
  constructor(document: SchemaDocument, budget: StepBudget) {
    this.#document = document;
    this.#budget = budget;
  }

  /** @throws SchemaError if a reference leads nowhere, or RE2 does not have what is in a pattern */
  link(location: Location): void {
    const { schema, subschema, cost } = location;
    if (typeof schema === 'boolean') return;
    cost.bytes += BYTES_PER_SUBSCHEMA;
    const any: Rule[] = [];
    const byKind: (readonly Rule<never>[])[] = Array.from({ length: KIND_COUNT }, () => noRules);
    const around = new Around(this, location, schema);
    for (const { name, compile, about } of keywordsByName.values()) {
      if (compile === undefined || !Object.hasOwn(schema, name)) continue;
      const rule = compile(schema[name], around);
      if (rule === undefined) continue;
      around.costs({ steps: 1, bytes: BYTES_PER_RULE });
      if (about === undefined) any.push(rule as Rule);
      for (const kind of about ?? []) byKind[kinds[kind]] = [...(byKind[kinds[kind]] ?? noRules), rule];
    }
    around.close();
    const type = typeRule(schema, byKind);
    const asksForEvaluated = 'unevaluatedProperties' in schema || 'unevaluatedItems' in schema;
    subschema.demands = { ...(type && { type }), any, byKind, asksForEvaluated };
  }

  /** What tests a subschema that another one applies. */
  use(user: Location, used: Location, to: Application): Tester {
    user.uses.push({ location: used, to });
    return used.resource === user.resource
      ? used.subschema
      : withinScope(used.subschema, used.resource.scope);
  }

  /** What tests the schema that a reference names. */
  follow(user: Location, uri: string): Tester {
    return this.use(user, this.#document.resolve(uri, user).target, 'value');
  }

  /** The same, where the outermost schema that was entered and has the anchor counts. */
  followDynamically(user: Location, uri: string): Tester {
    const { target, fragment } = this.#document.resolve(uri, user);
    const tester = this.use(user, target, 'value');
    const isDynamic = target.resource.scope.dynamicAnchors.get(fragment) === target.subschema;
    if (!isDynamic || !this.#document.hasSeveralResources) return tester;
    for (const other of this.#document.anchored(fragment)) this.use(user, other, 'value');
    return dynamicTester(fragment, tester);
  }

  /** A pattern that stands in several places is compiled once. */
  pattern(location: Location, source: string): Pattern {
    const known = this.#patterns.get(source);
    if (known !== undefined) return known;
    const pattern = new Pattern(source, this.#budget);
    this.#patterns.set(source, pattern);
    location.cost.bytes += pattern.bytes;
    return pattern;
  }
}

/**
 * The surroundings of the keywords of one schema. Functions that were made in one place share what any of them sees, so
 * rules keep the surroundings alive; they are closed when all is compiled, or the whole document would stay in memory.
 */
class Around implements Surroundings {
  #open: { readonly linker: Linker; readonly location: Location; readonly schema: SchemaObject } | undefined;

  constructor(linker: Linker, location: Location, schema: SchemaObject) {
    this.#open = { linker, location, schema };
  }

  get schema(): SchemaObject {
    return this.#opened.schema;
  }

  subschema(to: Application, keyword: string, name?: string): Tester {
    const { linker, location } = this.#opened;
    const child = location.child(keyword, name);
    if (child === undefined) throw new Error(`${keyword} has no subschema ${name ?? ''}`);
    return linker.use(location, child, to);
  }

  reference(uri: string): Tester {
    return this.#opened.linker.follow(this.#opened.location, uri);
  }

  dynamicReference(uri: string): Tester {
    return this.#opened.linker.followDynamically(this.#opened.location, uri);
  }

  pattern(source: string): Pattern {
    return this.#opened.linker.pattern(this.#opened.location, source);
  }

  costs({ steps = 0, stepsPerByte = 0, bytes = 0 }: Parameters<Surroundings['costs']>[0]): void {
    const { cost } = this.#opened.location;
    cost.steps += steps;
    cost.stepsPerByte += stepsPerByte;
    cost.bytes += bytes;
  }

  close(): void {
    this.#open = undefined;
  }

  get #opened() {
    if (this.#open === undefined) throw new Error('a keyword reads its surroundings before it is tested');
    return this.#open;
  }
}

function withinScope(schema: Tester, scope: DynamicScope): Tester {
  return {
    test: (value, run, evaluated) => {
      run.scope.push(scope);
      const failure = schema.test(value, run, evaluated);
      run.scope.pop();
      return failure;
    },
  };
}

function dynamicTester(anchor: string, otherwise: Tester): Tester {
  return {
    test: (value, run, evaluated) => {
      run.budget.spend(run.scope.length);
      const scope = run.scope.find(({ dynamicAnchors }) => dynamicAnchors.has(anchor));
      const found = scope?.dynamicAnchors.get(anchor);
      const tester = scope === undefined || found === undefined ? otherwise : withinScope(found, scope);
      return tester.test(value, run, evaluated);
    },
  };
}

/** The rule `type`; `nullable`, which OpenAPI has, adds null to it. */
function typeRule(schema: SchemaObject, byKind: readonly (readonly Rule<never>[])[]): TypeRule | undefined {
  const { type, nullable } = schema as {
    readonly type?: TypeName | readonly TypeName[];
    readonly nullable?: boolean;
  };
  if (type === undefined) return undefined;
  const names: readonly TypeName[] = [...new Set([type, nullable === true ? ('null' as const) : []].flat())];
  const [only] = names;
  // As ajv does it: what is said about any value comes before a single type that other rules depend on.
  const isLate =
    names.length === 1 && only !== undefined && only !== 'integer' && (byKind[kinds[only]]?.length ?? 0) > 0;
  return { set: typeSet(names), demand: `must be ${names.join(',')}`, isLate };
}
