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
      visibleText(accepted === undefined ? message : `${message}; accepted: ${accepted}`),
    ]),
  );
}
