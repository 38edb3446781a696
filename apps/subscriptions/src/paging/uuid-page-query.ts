import { pageParameters } from '@casewire/rest';
import { z } from 'zod';

/** Parameters of a list whose ids are UUIDs. */
export function uuidPageParameters() {
  return {
    ...pageParameters(),
    after: z.uuid().optional().describe('The page after this id, in the chosen order.'),
    before: z.uuid().optional().describe('The page before this id, in the chosen order.'),
  };
}

export const uuidPageQuery = z.strictObject(uuidPageParameters());

export type UuidPageQuery = z.infer<typeof uuidPageQuery>;
