import { z } from 'zod';

/** An RFC 3339 instant that has not passed yet. */
export const futureInstant = z.iso
  .datetime({
    offset: true,
    error: 'is not an RFC 3339 instant with an offset, such as 2030-01-31T12:00:00Z',
  })
  .transform((text) => new Date(text))
  .refine((instant) => instant.getTime() > Date.now(), 'is not in the future')
  .meta({ type: 'string', format: 'date-time' });
