import { lowestIdAt } from '@casewire/events';
import type { ApiStatus } from '@casewire/invocation-state';
import type { LedgerScope } from '../ledger-scope.ts';

/** Which invocations of a scope to show; what is left out is not filtered by. */
export interface HistoryFilter {
  readonly webhookId?: string | undefined;
  readonly family?: string | undefined;
  readonly status?: ApiStatus | undefined;
  readonly eventType?: string | undefined;
  readonly eventId?: string | undefined;
  readonly subject?: string | undefined;
  /** Accepted at or after, milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** Accepted before. */
  readonly until?: number | undefined;
}

/** Conditions of a statement and the values of their parameters, in order. */
export interface Conditions {
  readonly sql: readonly string[];
  readonly values: readonly unknown[];
}

const statusConditions: Readonly<Record<ApiStatus, string>> = {
  pending: `status = 'pending' AND attempts = 0 AND release_state IS DISTINCT FROM 'held'`,
  retrying: `status = 'pending' AND attempts > 0 AND release_state IS DISTINCT FROM 'held'`,
  held: `status = 'pending' AND release_state = 'held'`,
  delivered: `status = 'delivered'`,
  // The reason, which it always has, leads to the index.
  failed: `status = 'failed' AND reason IS NOT NULL`,
  cancelled: `status = 'cancelled'`,
};

/** The conditions that a filter means. Times become bounds of the id, which leave whole days' partitions out. */
export function conditionsOf(scope: LedgerScope, filter: HistoryFilter): Conditions {
  const sql: string[] = ['seq IS NOT NULL'];
  const values: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    sql.push(condition(`$${values.length}`));
  };
  add((p) => `tenant_id = ${p}`, scope.tenantId);
  add((p) => `environment = ${p}`, scope.environment);
  add((p) => `webhook_id = ${p}`, filter.webhookId);
  add((p) => `family = ${p}`, filter.family);
  add((p) => `event_type = ${p}`, filter.eventType);
  add((p) => `hashtextextended(event_id, 0) = hashtextextended(${p}, 0) AND event_id = ${p}`, filter.eventId);
  add((p) => `subject = ${p}`, filter.subject);
  add((p) => `id >= ${p}::uuid`, filter.since === undefined ? undefined : lowestIdAt(filter.since));
  add((p) => `id < ${p}::uuid`, filter.until === undefined ? undefined : lowestIdAt(filter.until));
  if (filter.status !== undefined) sql.push(statusConditions[filter.status]);
  return { sql, values };
}
