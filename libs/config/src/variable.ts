import { z } from 'zod';

/** A variable as errors and docs/configuration.md describe it to people. */
export interface VariableDescription {
  /** Its purpose, in sentences. */
  readonly description: string;
  /** The accepted values, with unit and limits: the end of the phrase "accepted is ...". */
  readonly accepts: string;
  /** As it is written in the environment. */
  readonly default?: string;
  readonly example?: string;
  /** Its value is never printed. */
  readonly secret?: boolean;
  /** It may be left out although it has no default. */
  readonly optional?: boolean;
  /** Variables that have to be set when this one is. */
  readonly requires?: readonly string[];
}

interface VariableOptions<T> extends VariableDescription {
  /** Reads a value. @throws Error with the problem; its message does not repeat the value */
  readonly parse: (text: string) => T;
}

type Variable<T> = z.ZodType<T, string | undefined>;

/** The values that a service reads of some variables. */
export type ValuesOf<Variables extends z.ZodRawShape> = {
  readonly [Name in keyof Variables]: z.output<Variables[Name]>;
};

const descriptions = z.registry<VariableDescription>();

/** A variable that must be set unless it has a default. */
export function variable<T>(options: VariableOptions<T>): Variable<T> {
  return describe(
    options,
    z
      .string()
      .optional()
      .transform((text, context): T => {
        const value = text ?? options.default;
        if (value !== undefined) return parsed(options.parse, value, context);
        context.addIssue({ code: 'custom', message: 'is not set' });
        return z.NEVER;
      }),
  );
}

/** A variable that may be left out. */
export function optionalVariable<T>(
  options: Omit<VariableOptions<T>, 'default' | 'optional'>,
): Variable<T | undefined> {
  return describe(
    { ...options, optional: true },
    z
      .string()
      .optional()
      .transform((text, context) => (text === undefined ? undefined : parsed(options.parse, text, context))),
  );
}

/** The description that a variable was declared with. Undefined for a schema that was made in another way. */
export function describeVariable(schema: z.core.$ZodType): VariableDescription | undefined {
  return descriptions.get(schema);
}

function describe<T>(description: VariableDescription, schema: Variable<T>): Variable<T> {
  return schema.register(descriptions, description);
}

function parsed<T>(parse: (text: string) => T, text: string, context: z.RefinementCtx): T {
  try {
    return parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
}
