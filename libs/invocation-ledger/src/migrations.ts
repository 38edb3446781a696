import type { Migration } from '@casewire/database';
import { ledger } from './migrations/0300-ledger.ts';
import { lost } from './migrations/0303-lost.ts';
import { holds } from './migrations/0310-holds.ts';
import { rates } from './migrations/0322-rates.ts';
import { replays } from './migrations/0330-replays.ts';
import { outbox } from './migrations/0340-outbox.ts';
import { statistics } from './migrations/0370-statistics.ts';
import { failures } from './migrations/0390-failures.ts';

/**
 * The tables of schema `history`; day partitions are made by `ensureLedgerPartitions`. A file has all migrations of one topic:
 * their order is that of their names.
 */
export const migrations: readonly Migration[] = [
  ...ledger,
  ...lost,
  ...holds,
  ...rates,
  ...replays,
  ...outbox,
  ...statistics,
  ...failures,
];
