import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { fieldErrors, namingKnownFields } from './field-errors.ts';
import { type FieldError, Problem } from './problem.ts';
import { RequestBody } from './request-body.ts';
import { unstorableFields } from './storable.ts';

/**
 * Parses the arguments that a handler declares a zod schema for: `@Body({ schema })`, `@Query({ schema })`,
 * `@Param('id', { schema })`.
 * A body that breaks its schema is answered 422, a parameter 400; both name every field.
 */
@Injectable()
export class ParsingPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { schema, type, data } = metadata;
    if (schema === undefined) return value;
    if (!(schema instanceof z.ZodType)) throw new TypeError('schemas of handlers are zod schemas');
    const input = value instanceof RequestBody ? value.json() : value;
    const unstorable = unstorableFields(input);
    if (unstorable.length > 0) throw refusal(type, data, unstorable);
    const result = await schema.safeParseAsync(input, { error: namingKnownFields });
    if (result.success) return result.data;
    throw refusal(type, data, fieldErrors(result.error.issues));
  }
}

function refusal(
  type: ArgumentMetadata['type'],
  name: string | undefined,
  errors: readonly FieldError[],
): Problem {
  if (type === 'body') return new Problem('validation-failed', { errors });
  const named = errors.map((error) => ({ ...error, path: [name, error.path].filter(Boolean).join('.') }));
  return new Problem('invalid-parameter', { errors: named });
}
