import { z } from 'zod';

/** A field of the contract whose behaviour is not built: refused, so that nobody relies on what does not happen. */
export function notYet() {
  return z
    .custom<undefined>((value) => value === undefined, 'is not available yet')
    .optional()
    .describe('Not available yet.');
}

/** A choice of which some are not built. */
export function oneOfAvailable<const T extends string>(available: readonly T[], later: readonly string[]) {
  return z.enum(available, {
    error: ({ input }) => (later.some((value) => value === input) ? 'is not available yet' : undefined),
  });
}
