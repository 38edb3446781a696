import { ApiError } from '@casewire/client';

/** What a refusal says of single fields, by the path of the field. */
export function formErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.errors.map(({ path, message, accepted }) => [
      path,
      accepted === undefined ? message : `${message}; accepted: ${accepted}`,
    ]),
  );
}
