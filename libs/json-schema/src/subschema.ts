import { Evaluated } from './evaluated.ts';
import { Failure } from './failure.ts';
import type { Run } from './run.ts';
import { isOfType, kindOf } from './value-kind.ts';

/**
 * What a keyword demands of a value.
 * @param evaluated told of the members and items that were looked at; undefined where nobody asks
 * @returns undefined if the value keeps the rule
 * @throws BudgetExceededError
 * @throws TooDeepError
 */
export type Rule<Value = unknown> = (
  value: Value,
  run: Run,
  evaluated: Evaluated | undefined,
) => Failure | undefined;

/** Checks values by a subschema. */
export interface Tester {
  readonly test: Rule;
}

/** Where `$dynamicRef` looks for its anchor: what is kept of a schema with a URI. */
export interface DynamicScope {
  readonly dynamicAnchors: Map<string, Tester>;
}

/** What `type` demands. */
export interface TypeRule {
  /** See `typeSet`. */
  readonly set: number;
  readonly demand: string;
  /** Whether the rules for values of any kind are checked before it. */
  readonly isLate: boolean;
}

/** All that the keywords of a schema demand, in the order in which it is checked. */
export interface Demands {
  readonly type?: TypeRule;
  readonly any: readonly Rule[];
  /** Rules for values of one kind, by the number of the kind. */
  readonly byKind: readonly (readonly Rule<never>[])[];
  /** Whether a rule asks which members and items the others have looked at. */
  readonly asksForEvaluated: boolean;
}

/** Steps of looking at a value, without what the rules take. */
export const STEPS_PER_VALUE = 3;

/** A compiled schema or subschema. Schemas may name themselves, so it is made first and then told what it demands. */
export class Subschema implements Tester {
  #demands: Demands = { any: [], byKind: [], asksForEvaluated: false };
  #steps = STEPS_PER_VALUE;

  set demands(demands: Demands) {
    this.#demands = demands;
    this.#steps = STEPS_PER_VALUE + demands.any.length;
  }

  test(value: unknown, run: Run, evaluated: Evaluated | undefined): Failure | undefined {
    if (!this.#demands.asksForEvaluated) return this.#check(value, run, evaluated);
    const own = new Evaluated(run.budget);
    const failure = this.#check(value, run, own);
    if (failure === undefined) evaluated?.addAll(own);
    return failure;
  }

  #check(value: unknown, run: Run, evaluated: Evaluated | undefined): Failure | undefined {
    run.budget.spend(this.#steps);
    const { type, any, byKind } = this.#demands;
    const kind = kindOf(value);
    if (type?.isLate === false && !isOfType(type.set, kind, value)) return typeFailure(type, value);
    const failure = any.length === 0 ? undefined : firstFailure(any, value, run, evaluated);
    if (failure !== undefined) return failure;
    if (type?.isLate === true && !isOfType(type.set, kind, value)) return typeFailure(type, value);
    const ofKind = byKind[kind] as readonly Rule[] | undefined;
    return ofKind && firstFailure(ofKind, value, run, evaluated);
  }
}

function firstFailure(
  rules: readonly Rule[],
  value: unknown,
  run: Run,
  evaluated: Evaluated | undefined,
): Failure | undefined {
  for (const rule of rules) {
    const failure = rule(value, run, evaluated);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function typeFailure({ demand }: TypeRule, value: unknown): Failure {
  return new Failure('type', demand, value);
}

/** The schema `true`. */
export const acceptAll = new Subschema();

/** The schema `false`. */
export const acceptNothing = new Subschema();
acceptNothing.demands = {
  any: [(value) => new Failure('false schema', 'boolean schema is false', value)],
  byKind: [],
  asksForEvaluated: false,
};
