import { changedMembers, recordChange } from '@casewire/audit';
import type { Pool, PoolClient } from '@casewire/database';
import { uuidTimestampMs, type TenantScope } from '@casewire/events';
import type { Once } from '@casewire/idempotency';
import { tenantScope, type Identity } from '@casewire/identity';
import {
  findFailureGroup,
  listFailureGroups,
  saveIgnoredUntil,
  type FailureGroup,
  type LedgerTransaction,
} from '@casewire/invocation-ledger';
import { cursorOf, page, Problem, unknownCursor, type Page } from '@casewire/rest';
import type { Replayer } from '../replay/replayer.ts';
import type { FailuresQuery } from './failure-query.ts';
import { toFailureGroupView, type FailureGroupView } from './failure-view.ts';

/** What was begun for a group. */
export interface GroupRetry {
  /** Null where there was nothing to send. */
  readonly replayId: string | null;
  readonly count: number;
}

/** Shows groups of failures, sends them again, and ignores them. Groups of another tenant are not found. */
export class FailureGroups {
  readonly #pool: Pool;
  readonly #replayer: Replayer;

  constructor(pool: Pool, replayer: Replayer) {
    this.#pool = pool;
    this.#replayer = replayer;
  }

  /** @throws Problem cursor-unknown */
  async list(
    scope: TenantScope,
    { webhook: webhookId, state, ...query }: FailuresQuery,
  ): Promise<Page<FailureGroupView>> {
    const cursor = cursorOf(query);
    if (cursor !== undefined && (await findFailureGroup(this.#pool, scope, cursor)) === undefined)
      throw unknownCursor(cursor);
    const { rows, hasNext } = await listFailureGroups(this.#pool, scope, { webhookId, state }, query);
    return page(rows.map(toFailureGroupView), hasNext);
  }

  /** @throws Problem not-found */
  async get(scope: TenantScope, id: string): Promise<FailureGroupView> {
    return toFailureGroupView(await requireGroup(this.#pool, scope, id));
  }

  /**
   * Begins a replay of what has failed in a group.
   * @throws Problem not-found, invalid-state, already-exists, limit-reached
   */
  async retry(once: Once<LedgerTransaction>, by: Identity, id: string): Promise<GroupRetry> {
    const { id: replayId, count } = await this.#replayer.beginChosen(once, by, async ({ client }) => {
      const group = await requireGroup(client, tenantScope(by), id);
      const { webhookId, eventType, class: failure, oldestId } = group;
      const since = oldestId === null ? 0 : uuidTimestampMs(oldestId);
      return { webhookId, since, status: 'failed', eventType, failure };
    });
    return { replayId, count };
  }

  /**
   * @param until milliseconds since the epoch; Infinity: until something of it fails again; null: no longer
   * @throws Problem not-found
   */
  ignore(
    once: Once<LedgerTransaction>,
    by: Identity,
    id: string,
    until: number | null,
  ): Promise<FailureGroupView> {
    const scope = tenantScope(by);
    return once.inTransaction(async ({ client }) => {
      const before = toFailureGroupView(await requireGroup(client, scope, id));
      await saveIgnoredUntil(client, scope, id, until);
      const after = toFailureGroupView(await requireGroup(client, scope, id));
      const action = until === null ? 'failure-group.unignored' : 'failure-group.ignored';
      const changed = changedMembers(ignoringOf(before), ignoringOf(after));
      await recordChange(client, by, { action, resource: `failures/${id}`, changed });
      return after;
    });
  }
}

function ignoringOf({ ignored, ignoredUntil }: FailureGroupView) {
  return { ignored, ignoredUntil };
}

async function requireGroup(
  client: Pick<Pool | PoolClient, 'query'>,
  scope: TenantScope,
  id: string,
): Promise<FailureGroup> {
  const group = await findFailureGroup(client, scope, id);
  if (group === undefined) throw new Problem('not-found', { detail: 'there is no such failure group' });
  return group;
}
