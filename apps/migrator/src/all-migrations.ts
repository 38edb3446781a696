import { migrations as audit } from '@casewire/audit/migrations';
import { type Migration } from '@casewire/database';
import { migrations as ingestion } from '@casewire/event-store';
import { migrations as inspector } from '@casewire/inspector-store';
import { migrations as history } from '@casewire/invocation-ledger';
import { migrations as matching } from '@casewire/run-store';
import { migrations as gateway } from '@casewire/session-store/migrations';
import { migrations as subscriptions } from '@casewire/subscription-store/migrations';

/** The migrations of every schema. One database holds them all. */
export const allMigrations: readonly Migration[] = [
  ...subscriptions,
  ...ingestion,
  ...history,
  ...matching,
  ...audit,
  ...gateway,
  ...inspector,
];
