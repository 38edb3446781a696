import type { Migration } from '@casewire/database';
import { ledger } from './migrations/0300-ledger.ts';
import { holds } from './migrations/0310-holds.ts';
import { replays } from './migrations/0330-replays.ts';
import { failures } from './migrations/0390-failures.ts';

/** The tables of schema `history`; day partitions are made by `ensureLedgerPartitions`. */
export const migrations: readonly Migration[] = [...ledger, ...holds, ...replays, ...failures];
