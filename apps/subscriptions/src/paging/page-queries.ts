import { listQuery, uuidCursor } from '@casewire/rest';
import { z } from 'zod';

/** The query of a list by name, from A to Z unless asked for otherwise. */
export const namePageQuery = listQuery(
  {
    cursor: z.string().min(1).max(512),
    defaultOrder: 'asc',
    orders: 'From A to Z (`asc`) or from Z to A (`desc`).',
  },
  {},
);

/** The query of a list whose ids are UUIDs. */
export const uuidPageQuery = listQuery({ cursor: uuidCursor }, {});

export type NamePageQuery = z.infer<typeof namePageQuery>;
export type UuidPageQuery = z.infer<typeof uuidPageQuery>;
