import { randomBytes } from 'node:crypto';
import { arrays, column, names, rowsOf, type Column } from '@casewire/database';
import { timeOrderedUuid, type Environment } from '@casewire/events';
import type { Identity } from '@casewire/identity';
import type { Action } from './actions.ts';
import type { ChangedMember } from './changed-members.ts';

/** The transaction of a change: a client of `pg`, or the manager of TypeORM. */
export interface Transaction {
  query(statement: string, values: unknown[]): Promise<unknown>;
}

/** The tenant that a change belongs to; null where it belongs to none, or to both environments. */
export interface Owner {
  readonly tenantId: string | null;
  readonly environment: Environment | null;
}

/** Stands for Casewire where it changes something by itself. */
export const casewireItself: Identity = { actor: 'system', scopes: [], operator: false };

export interface Change {
  readonly action: Action;
  /** Kind and id of what was changed, for instance `webhooks/0192...`. */
  readonly resource: string;
  /** Without values of secrets. Default: nothing that has members was changed. */
  readonly changed?: readonly ChangedMember[];
  /** Default: the tenant and environment that the request acts for. */
  readonly owner?: Owner;
}

interface NewEntry extends Identity, Change {
  readonly id: string;
}

const columns: readonly Column<NewEntry>[] = [
  column('id', 'uuid', ({ id }) => id),
  column('actor', 'text', ({ actor }) => actor),
  column('claimed_name', 'text', ({ claimedName }) => claimedName ?? null),
  column('reason', 'text', ({ reason }) => reason ?? null),
  column('session', 'uuid', ({ session }) => session ?? null),
  column('request_id', 'text', ({ requestId }) => requestId ?? null),
  column('tenant_id', 'text', ({ owner, tenantId }) => (owner ? owner.tenantId : (tenantId ?? null))),
  column('environment', 'text', ({ owner, environment }) =>
    owner ? owner.environment : (environment ?? null),
  ),
  column('action', 'text', ({ action }) => action),
  column('resource', 'text', ({ resource }) => resource),
  column('changed', 'json', ({ changed = [] }) => JSON.stringify(changed)),
];

const INSERT = `
  INSERT INTO audit.entries (${names(columns)}) SELECT * FROM ${rowsOf(columns)} AS entry`;

/** Writes an entry of the audit, in the transaction of the change: neither is there without the other. */
export function recordChange(transaction: Transaction, by: Identity, change: Change): Promise<void> {
  return recordChanges(transaction, by, [change]);
}

/** Writes an entry for each of the changes that one request makes, as `recordChange` does. */
export async function recordChanges(
  transaction: Transaction,
  by: Identity,
  changes: readonly Change[],
): Promise<void> {
  const now = Date.now();
  const entries = changes.map((change) => ({ ...by, ...change, id: timeOrderedUuid(now, randomBytes(10)) }));
  if (entries.length > 0) await transaction.query(INSERT, arrays(columns, entries));
}
