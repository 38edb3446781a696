import { randomBytes } from 'node:crypto';
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

const INSERT = `
  INSERT INTO audit.entries (
    id, actor, claimed_name, reason, session, request_id, tenant_id, environment, action, resource, changed)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** Writes an entry of the audit, in the transaction of the change: neither is there without the other. */
export async function recordChange(
  transaction: Transaction,
  { actor, claimedName, reason, session, requestId, tenantId, environment }: Identity,
  { action, resource, changed = [], owner }: Change,
): Promise<void> {
  const of = owner ?? { tenantId: tenantId ?? null, environment: environment ?? null };
  await transaction.query(INSERT, [
    timeOrderedUuid(Date.now(), randomBytes(10)),
    actor,
    claimedName ?? null,
    reason ?? null,
    session ?? null,
    requestId ?? null,
    of.tenantId,
    of.environment,
    action,
    resource,
    JSON.stringify(changed),
  ]);
}
