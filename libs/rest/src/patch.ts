import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { fieldErrors, namingKnownFields, UNKNOWN_FIELD } from './field-errors.ts';
import { toJsonSchema } from './json-schema.ts';
import { Problem } from './problem.ts';

/** The members of a request that changes a thing, before they are compared with it. */
export type Patch = Readonly<Record<string, unknown>>;

/**
 * The body of a PATCH: any members, because only those that differ from the thing are checked, by `changesIn`. The API
 * description shows the schema that they are checked by.
 */
export function patchBody(change: z.ZodType): z.ZodType<Patch> {
  return z.record(z.string(), z.unknown()).meta({ ...toJsonSchema(change, 'input') });
}

/**
 * The changes that a PATCH asks for. Members that are as the thing is shown ask for none, so a whole answer can be sent
 * back; the others have to be members that can be changed.
 * @param shown the thing as answers show it
 * @throws Problem validation-failed
 */
export async function changesIn<T>(patch: Patch, shown: object, schema: z.ZodType<T>): Promise<T> {
  const current = JSON.parse(JSON.stringify(shown)) as Patch;
  const changed = Object.entries(patch).filter(
    ([name, value]) => !(Object.hasOwn(current, name) && isDeepStrictEqual(value, current[name])),
  );
  const result = await schema.safeParseAsync(Object.fromEntries(changed), { error: namingKnownFields });
  if (result.success) return result.data;
  const errors = fieldErrors(result.error.issues).map((error) =>
    error.message === UNKNOWN_FIELD && Object.hasOwn(current, error.path)
      ? { path: error.path, message: 'cannot be changed' }
      : error,
  );
  throw new Problem('validation-failed', { errors });
}
