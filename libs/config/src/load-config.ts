import type { z } from 'zod';
import { describeVariable } from './variable.ts';

/** The problem of one variable. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** The environment cannot be used. The message lists every problem by the name of its variable, and shows no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, message }) => `  ${variable} ${message}`);
    super(`configuration cannot be used:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** An object schema whose keys are names of variables. */
export type ConfigSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/**
 * Reads the variables that a schema names. An empty variable counts as not set.
 * @throws ConfigError with all problems at once
 */
export function loadConfig<T extends ConfigSchema>(schema: T, environment: Environment): z.infer<T> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in schema.shape && value !== ''),
  );
  const result = schema.safeParse(given);
  const problems = [
    ...(result.error?.issues ?? []).map((issue) => explain(schema, issue, given)),
    ...missingCompanions(schema, given),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

function explain(schema: ConfigSchema, issue: z.core.$ZodIssue, given: Environment): ConfigProblem {
  const variable = String(issue.path[0] ?? '');
  const declared = schema.shape[variable];
  const about = declared && describeVariable(declared);
  if (about === undefined) return { variable, message: issue.message };
  const value = given[variable];
  const shown =
    value === undefined || about.secret === true ? '' : `(${JSON.stringify(value.slice(0, 100))}) `;
  const example = about.example === undefined ? '' : `, for instance ${about.example}`;
  return { variable, message: `${shown}${issue.message}; accepted is ${about.accepts}${example}` };
}

function missingCompanions(schema: ConfigSchema, given: Environment): ConfigProblem[] {
  return Object.entries(schema.shape).flatMap(([name, declared]) =>
    given[name] === undefined
      ? []
      : (describeVariable(declared)?.requires ?? [])
          .filter((required) => given[required] === undefined)
          .map((required) => ({ variable: required, message: `is not set, but ${name} is and needs it` })),
  );
}
