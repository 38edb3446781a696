import { ApiError } from '@casewire/client';
import { visibleText } from '../shown/visible-text.ts';

/**
 * What a refusal says of single fields, by the field.
 * @param fieldOf the field of a form that a path of the API belongs to. Default: the path itself
 */
export function formErrors(
  error: unknown,
  fieldOf: (path: string) => string = (path) => path,
): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.errors.map(({ path, message, accepted }) => [
      fieldOf(path),
      asSentence(visibleText(accepted === undefined ? message : `${message}; accepted: ${accepted}`)),
    ]),
  );
}

/** The API writes messages to follow the name of a field. A code at the beginning, such as an event type with a dot, stays. */
function asSentence(message: string): string {
  return message.replace(/^[a-z](?=[a-z]*(?:[ ,;:]|$))/, (first) => first.toUpperCase());
}

/**
 * Why a form was refused, where none of its fields says so; undefined where it was not, or where a field does.
 * @param fields of the form, by name
 */
export function faultBesides(
  fields: object,
  error: Error | null,
  fieldOf?: (path: string) => string,
): string | undefined {
  if (error === null) return undefined;
  return Object.keys(formErrors(error, fieldOf)).some((field) => field in fields) ? undefined : error.message;
}
