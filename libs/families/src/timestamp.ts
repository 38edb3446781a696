import { timestamp } from './schema-parts.ts';
import { compileSchema } from './schema-validation.ts';

const validate = compileSchema(timestamp);

/**
 * Whether a text is a timestamp as the catalogue's schemas demand it (RFC 3339, a day that exists), of a year that UTC
 * writes with four digits too: families print it there.
 */
export function isTimestamp(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return validate(text).length === 0 && year >= 0 && year <= 9_999;
}
