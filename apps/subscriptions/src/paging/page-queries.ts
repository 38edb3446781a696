import { pageParameters } from '@casewire/rest';
import { z } from 'zod';

const name = z.string().min(1).max(512).optional();

/** Parameters of a list by name, from A to Z unless asked for otherwise. */
export const namePageQuery = z.strictObject({
  ...pageParameters(),
  after: name.describe('The page after this name, in the chosen order.'),
  before: name.describe('The page before this name, in the chosen order.'),
  order: z.enum(['asc', 'desc']).default('asc').describe('From A to Z (`asc`) or from Z to A (`desc`).'),
});

/** Parameters of a list whose ids are UUIDs. */
export const uuidPageParameters = {
  ...pageParameters(),
  after: z.uuid().optional().describe('The page after this id, in the chosen order.'),
  before: z.uuid().optional().describe('The page before this id, in the chosen order.'),
};

export const uuidPageQuery = z.strictObject(uuidPageParameters);

export type NamePageQuery = z.infer<typeof namePageQuery>;
export type UuidPageQuery = z.infer<typeof uuidPageQuery>;
