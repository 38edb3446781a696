import { BudgetExceededError, StepBudget } from '@casewire/metering';
import { SchemaDocument } from './document.ts';
import { Linker } from './linker.ts';
import { COMPILE_STEPS } from './limits.ts';
import { requireCompilable, requireRunnable } from './requirements.ts';
import { Run, TooDeepError } from './run.ts';
import { SchemaError } from './schema-error.ts';
import { toProblem, type SchemaProblem } from './schema-problem.ts';
import type { SchemaObject } from './shapes.ts';
import type { DynamicScope, Tester } from './subschema.ts';

/** A schema that a tenant brought, ready to check `data`. */
export interface TenantSchema {
  /** Estimate of the memory that it takes. */
  readonly bytes: number;
  /**
   * The first thing that is wrong with a parsed `data`; nothing if it is valid. What takes more than the budget is a
   * problem with the rule `cost`. The same data always takes the same steps.
   */
  readonly validate: (data: unknown, budget: StepBudget) => readonly SchemaProblem[];
}

/**
 * Compiles a JSON Schema (2020-12). Schemas know nothing of each other and nothing outside themselves.
 * @param budget pays for compiling. Default: the most that compiling may take, 25 ms
 * @throws SchemaError if it is no JSON Schema or exceeds a limit: it names the part that is wrong or costs most
 * @throws BudgetExceededError if a smaller budget does not suffice
 */
export function compileTenantSchema(
  schema: SchemaObject,
  budget = new StepBudget(COMPILE_STEPS),
): TenantSchema {
  try {
    return compile(schema, budget);
  } catch (error) {
    if (!(error instanceof BudgetExceededError) || budget.limit < COMPILE_STEPS) throw error;
    throw new SchemaError('takes too long to compile', `at most ${COMPILE_STEPS} steps: use fewer keywords`);
  }
}

function compile(schema: SchemaObject, budget: StepBudget): TenantSchema {
  const document = new SchemaDocument(schema, budget);
  requireCompilable(document.root);
  const linker = new Linker(document, budget);
  // A reference may lead to a place where no schema was expected, which is added then, and comes last.
  for (const location of document.locations) linker.link(location);
  const bytes = requireRunnable(document.root);
  const { subschema, resource } = document.root;
  const { scope } = resource;
  return { bytes, validate: (data, steps) => validate(subschema, scope, data, steps) };
}

function validate(
  schema: Tester,
  scope: DynamicScope,
  data: unknown,
  budget: StepBudget,
): readonly SchemaProblem[] {
  try {
    const failure = schema.test(data, new Run(budget, scope), undefined);
    return failure === undefined ? [] : [toProblem(failure)];
  } catch (error) {
    return [toProblem({ ...limitReached(error), pointer: '', value: data })];
  }
}

/** @throws what is no limit */
function limitReached(error: unknown): { readonly rule: string; readonly demand: string } {
  if (error instanceof BudgetExceededError) {
    return { rule: 'cost', demand: `must take at most ${error.limit} steps to check` };
  }
  // A RangeError says that the stack is full: values are compared as deep as they are nested.
  if (error instanceof TooDeepError || error instanceof RangeError) {
    return { rule: 'depth', demand: 'must be nested less deeply' };
  }
  throw error;
}
