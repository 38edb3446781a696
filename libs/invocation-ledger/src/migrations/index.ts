import type { Migration } from '@casewire/database';
import { ledgerTables } from './0300-ledger.ts';

/** The tables of schema `history`; day partitions are made by `ensureLedgerPartitions`. */
export const migrations: readonly Migration[] = [ledgerTables];
