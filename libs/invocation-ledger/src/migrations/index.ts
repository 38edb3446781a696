import type { Migration } from '@casewire/database';
import { ledgerTables } from './0300-ledger.ts';
import { idempotencyKeys } from './0301-idempotency-keys.ts';
import { releasedTable } from './0302-released.ts';
import { gapsTable } from './0303-gaps.ts';
import { retriesTable } from './0304-retries.ts';

/** The tables of schema `history`; day partitions are made by `ensureLedgerPartitions`. */
export const migrations: readonly Migration[] = [
  ledgerTables,
  idempotencyKeys,
  releasedTable,
  gapsTable,
  retriesTable,
];
