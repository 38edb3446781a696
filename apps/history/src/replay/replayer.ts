import { randomBytes } from 'node:crypto';
import { changedMembers, recordChange, type Action } from '@casewire/audit';
import type { Pool, PoolClient } from '@casewire/database';
import { timeOrderedUuid, type TenantScope } from '@casewire/events';
import type { Once } from '@casewire/idempotency';
import { tenantScope, type Identity } from '@casewire/identity';
import {
  beginReplay,
  countReplayable,
  findReplay,
  ledgerClock,
  listReplays,
  MAX_OPEN_REPLAYS,
  requestOfReplay,
  type BeginReplayResult,
  type LedgerTransaction,
  type ReplayFilter,
  type ReplayRequest,
} from '@casewire/invocation-ledger';
import { cursorOf, page, Problem, unknownCursor, type Page } from '@casewire/rest';
import { loadReplayTargets, type ReplayTarget } from '@casewire/subscription-store';
import { countMissing } from './missing-events.ts';
import type { ReplayRequestBody, ReplaysQuery } from './replay-schema.ts';
import { toReplayView, type ReplayView } from './replay-view.ts';

const DAY_MS = 86_400_000;

/** What began: a replay, or none, because only the count was asked for or there is nothing to send. */
export interface BegunReplay {
  readonly id: string | null;
  readonly count: number;
}

/** What a replay is asked to send. Instants are milliseconds since the epoch. */
interface ChosenReplay {
  readonly webhookId: string;
  readonly since: number;
  readonly until?: number | undefined;
  readonly status: ReplayFilter['selection'];
  readonly eventType?: string | undefined;
  readonly subject?: string | undefined;
  readonly reason?: string | undefined;
  /** The class of what has failed, of a group of failures. */
  readonly failure?: string | undefined;
  /** Default: false. */
  readonly newIds?: boolean;
  /** Default: false. */
  readonly dryRun?: boolean;
}

export interface ReplayerOptions {
  readonly pool: Pool;
  readonly eventRetentionDays: number;
  /** Called when a replay has something to do. */
  readonly onChanged: () => void;
}

/** Begins replays, shows them, and pauses, resumes and cancels them. */
export class Replayer {
  readonly #options: ReplayerOptions;

  constructor(options: ReplayerOptions) {
    this.#options = options;
  }

  /**
   * Counts what there is to send, and begins a replay of it unless that is nothing or only the count was asked for.
   * @throws Problem not-found, validation-failed, invalid-state, already-exists, limit-reached
   */
  begin(
    once: Once<LedgerTransaction>,
    by: Identity,
    webhookId: string,
    { since, until, ...request }: ReplayRequestBody,
  ): Promise<BegunReplay> {
    return this.beginChosen(once, by, () =>
      Promise.resolve({ ...request, webhookId, since: since.getTime(), until: until?.getTime() }),
    );
  }

  /**
   * The same of what is chosen in the transaction that begins it.
   * @throws Problem as above, and what `choose` throws
   */
  async beginChosen(
    once: Once<LedgerTransaction>,
    by: Identity,
    choose: (transaction: LedgerTransaction) => Promise<ChosenReplay>,
  ): Promise<BegunReplay> {
    const scope = tenantScope(by);
    const begun = await once.inTransaction(async (transaction) => {
      const { client } = transaction;
      const { dryRun = false, newIds = false, ...chosen } = await choose(transaction);
      const target = requireUsable(await requireWebhook(client, scope, chosen.webhookId));
      const filter = toFilter(chosen, await ledgerClock(client));
      if (filter.selection === 'missing') this.#requireKept(filter);
      const isMissing = filter.selection === 'missing';
      const counted = isMissing
        ? await countMissing(client, target, filter)
        : await countReplayable(client, scope, filter);
      if (dryRun || counted.count === 0) return { id: null, count: counted.count };
      const id = timeOrderedUuid(Date.now(), randomBytes(10));
      const { tenantId, environment } = scope;
      requireBegun(
        await beginReplay(transaction, {
          ...{ id, tenantId, environment, newIds, isCaughtUp: !isMissing },
          ...filter,
          ...counted,
        }),
      );
      const changed = changedMembers(undefined, { ...toShown(chosen), newIds, count: counted.count });
      await recordChange(client, by, { action: 'replay.begun', resource: `replays/${id}`, changed });
      return { id, count: counted.count };
    });
    this.#options.onChanged();
    return begun;
  }

  /** @throws Problem cursor-unknown */
  async list(scope: TenantScope, query: ReplaysQuery): Promise<Page<ReplayView>> {
    const { pool } = this.#options;
    const cursor = cursorOf(query);
    if (cursor !== undefined && (await findReplay(pool, scope, cursor)) === undefined)
      throw unknownCursor(cursor);
    const { rows, hasNext } = await listReplays(pool, scope, query.webhook, query);
    return page(rows.map(toReplayView), hasNext);
  }

  /** @throws Problem not-found */
  async get(scope: TenantScope, id: string): Promise<ReplayView> {
    const replay = await findReplay(this.#options.pool, scope, id);
    if (replay === undefined) throw noReplay();
    return toReplayView(replay);
  }

  /** @throws Problem not-found, invalid-state if it has ended */
  async change(
    once: Once<LedgerTransaction>,
    by: Identity,
    id: string,
    request: ReplayRequest,
  ): Promise<ReplayView> {
    const view = await once.inTransaction(async (transaction) => {
      const replay = await requestOfReplay(transaction, tenantScope(by), id, request);
      if (replay === undefined) throw noReplay();
      if (replay === 'ended')
        throw new Problem('invalid-state', { detail: 'the replay has ended: begin another one' });
      const action = replayActions[request];
      await recordChange(transaction.client, by, { action, resource: `replays/${id}` });
      return toReplayView(replay);
    });
    this.#options.onChanged();
    return view;
  }

  /** Days of events are removed as a whole, so the oldest day is kept to its beginning. */
  #requireKept({ since }: ReplayFilter): void {
    const oldestDay = Math.floor(Date.now() / DAY_MS) - this.#options.eventRetentionDays;
    const oldest = new Date(oldestDay * DAY_MS).toISOString();
    if (since >= oldestDay * DAY_MS) return;
    throw new Problem('validation-failed', {
      errors: [
        {
          path: 'since',
          message: 'is before the oldest events that are kept',
          accepted: `${oldest} or later`,
        },
      ],
      extra: { oldest },
    });
  }
}

/** What a replay was asked to send, as requests say it. */
function toShown({ webhookId, since, until, ...asked }: ChosenReplay) {
  return {
    webhook: webhookId,
    since: new Date(since).toISOString(),
    until: until === undefined ? undefined : new Date(until).toISOString(),
    ...asked,
  };
}

const replayActions = {
  pause: 'replay.paused',
  resume: 'replay.resumed',
  cancel: 'replay.cancelled',
} as const satisfies Record<ReplayRequest, Action>;

/** @throws Problem not-found */
export async function requireWebhook(
  client: Pick<Pool | PoolClient, 'query'>,
  scope: TenantScope,
  webhookId: string,
): Promise<ReplayTarget> {
  const target = (await loadReplayTargets(client, [webhookId])).get(webhookId);
  const isTheirs = target?.tenantId === scope.tenantId && target.environment === scope.environment;
  if (isTheirs && target.endReason !== 'webhook-gone') return target;
  throw new Problem('not-found', { detail: 'there is no such webhook' });
}

const remedies = {
  'webhook-disabled': 'the webhook is disabled: set its `status` to "active" first',
  'webhook-expired': 'the webhook has expired: set a later `expiresAt` first',
} as const;

/** @throws Problem invalid-state for a webhook to which nothing is sent now */
export function requireUsable(target: ReplayTarget): ReplayTarget {
  const { endReason } = target;
  if (endReason === null || endReason === 'webhook-gone') return target;
  throw new Problem('invalid-state', { detail: remedies[endReason], extra: { reason: endReason } });
}

function requireBegun(result: BeginReplayResult): void {
  if (result.kind === 'taken') {
    throw new Problem('already-exists', {
      detail: `replay ${result.by} of this webhook has not ended: wait for its end, or cancel it`,
      extra: { id: result.by },
    });
  }
  if (result.kind === 'too-many') {
    throw new Problem('limit-reached', {
      detail: `${MAX_OPEN_REPLAYS} replays have not ended: wait for the end of one, or cancel one`,
    });
  }
}

function noReplay(): Problem {
  return new Problem('not-found', { detail: 'there is no such replay' });
}

/** @param now by the ledger's clock: what is accepted later is not of the replay */
function toFilter(chosen: ChosenReplay, now: number): ReplayFilter {
  const { webhookId, since, until = now, status, eventType, subject, reason, failure } = chosen;
  return {
    ...{ webhookId, since, selection: status },
    until: Math.min(until, now),
    eventType: eventType ?? null,
    subject: subject ?? null,
    reason: reason ?? null,
    failure: failure ?? null,
  };
}
