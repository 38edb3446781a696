import { pageParameters } from '@casewire/rest';
import { z } from 'zod';

const position = z.string().min(1).max(512).optional();

/** Parameters of a list of things that have names instead of an age: from A to Z unless asked for otherwise. */
export const namePageQuery = z.strictObject({
  ...pageParameters(),
  after: position.describe('The page after this name, in the chosen order.'),
  before: position.describe('The page before this name, in the chosen order.'),
  order: z.enum(['asc', 'desc']).default('asc').describe('From A to Z (`asc`) or from Z to A (`desc`).'),
});

export type NamePageQuery = z.infer<typeof namePageQuery>;
