import { inTransaction, type Pool, type PoolClient } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { applyUpdates } from './apply/apply.ts';
import type { InvocationUpdate } from './apply/invocation-update.ts';
import { inLedgerTransaction, type LedgerTransaction } from './apply/ledger-transaction.ts';
import { copyFor } from './copies.ts';
import { withinBytes } from './releases.ts';
import { deleteCancellations } from './sql/cancellations.ts';
import {
  countChosen,
  findChosen,
  lastSeqOf,
  replayable,
  type ChosenInvocation,
  type WebhookFilter,
} from './sql/chosen-invocations.ts';
import { ledgerClock } from './sql/instants.ts';
import { selectContents } from './sql/invocations.ts';
import { advanceReplay, settleReplay } from './sql/replay-releases.ts';
import {
  findReplay,
  insertReplay,
  lockOpenReplays,
  lockReplay,
  saveReplayState,
  type NewReplay,
  type Replay,
  type ReplayFilter,
} from './sql/replays.ts';

/** Replays of a tenant and environment that may go on at once. */
export const MAX_OPEN_REPLAYS = 20;

/** Bodies that one step of a replay copies at most. */
const COPIED_BYTES = 16 * 1024 * 1024;

/** What there is to send again, at the time of the request. */
export async function countReplayable(
  client: PoolClient,
  scope: TenantScope,
  filter: ReplayFilter,
): Promise<Pick<NewReplay, 'count' | 'lastSeq'>> {
  const lastSeq = await lastSeqOf(client, filter.webhookId);
  const chosen = toWebhookFilter(filter);
  const choice = replayable(await ledgerClock(client), chosen);
  return { lastSeq, count: await countChosen(client, scope, chosen, choice) };
}

export type BeginReplayResult =
  | { readonly kind: 'begun' }
  /** The webhook has a replay that has not ended. */
  | { readonly kind: 'taken'; readonly by: string }
  | { readonly kind: 'too-many' };

/** Begins a replay, unless the webhook has one. */
export async function beginReplay(
  { client }: LedgerTransaction,
  replay: NewReplay,
): Promise<BeginReplayResult> {
  const open = await lockOpenReplays(client, replay);
  const taken = open.find(({ webhookId }) => webhookId === replay.webhookId);
  if (taken !== undefined) return { kind: 'taken', by: taken.id };
  if (open.length >= MAX_OPEN_REPLAYS) return { kind: 'too-many' };
  await insertReplay(client, replay);
  return { kind: 'begun' };
}

/** What a person may ask of a replay. */
export type ReplayRequest = 'pause' | 'resume' | 'cancel';

const statesAsked = { pause: 'paused', resume: 'running', cancel: 'cancelled' } as const;

/**
 * Pauses, resumes or cancels a replay. What it has started goes on.
 * @returns the replay as it is then; `ended` if it had ended before
 */
export async function requestOfReplay(
  { client }: LedgerTransaction,
  scope: TenantScope,
  id: string,
  request: ReplayRequest,
): Promise<Replay | 'ended' | undefined> {
  const replay = await findReplay(client, scope, id, true);
  if (replay === undefined) return undefined;
  if (replay.endedAt !== null) return 'ended';
  const state = statesAsked[request];
  if (replay.state !== state) await saveReplayState(client, id, state);
  return findReplay(client, scope, id);
}

/**
 * Counts the outcomes of what a replay has started.
 * @returns how many of its releases have none yet; undefined if another process is at work on it
 */
export function settleReleases(pool: Pool, id: string): Promise<number | undefined> {
  return inTransaction(pool, async (client) => {
    const replay = await lockReplay(client, id);
    return replay === undefined ? undefined : settleReplay(client, id);
  });
}

/** What a replay does next. */
export interface ReplayStep {
  /** Invocations that are sent again. */
  readonly again: readonly ChosenInvocation[];
  /** Invocations that begin. */
  readonly added: readonly InvocationUpdate[];
  /** What is next stands above this `seq`. */
  readonly passedSeq: bigint;
}

/** Looks for the next invocations that a replay sends again. It may find none although some follow. */
export async function findNextStep(pool: Pool, replay: Replay, limit: number): Promise<ReplayStep> {
  const filter = toWebhookFilter(replay);
  const choice = replayable(replay.createdAt, filter);
  const found = await findChosen(pool, replay, filter, choice, { ...replay, limit });
  const again = replay.newIds ? withinBytes(found.rows, COPIED_BYTES) : found.rows;
  const isCut = again.length < found.rows.length;
  return { again, added: [], passedSeq: (isCut ? again.at(-1)?.seq : undefined) ?? found.passedSeq };
}

/**
 * Takes a step: the invocations are scheduled, and the replay moves over them, in one transaction. So each is started
 * once, whatever process dies, and whichever others have found the same step.
 * @param replay as it was when the step was looked for
 * @returns whether the step was taken; not if another process has taken it, or the replay has been stopped
 */
export function takeStep(pool: Pool, replay: Replay, step: ReplayStep): Promise<boolean> {
  const mayBeAdded = [...step.added, ...step.again].map(({ id }) => id);
  return inLedgerTransaction(pool, mayBeAdded, async ({ client, options }) => {
    const locked = await lockReplay(client, replay.id);
    if (locked?.state !== 'running' || locked.passedSeq !== replay.passedSeq) return false;
    const updates = [...step.added, ...(await toUpdates(client, replay, step.again))];
    const attemptsOf = new Map(step.again.map(({ id, attempts }) => [id, attempts]));
    await advanceReplay(
      client,
      replay.id,
      step.passedSeq,
      updates.map(({ id }) => ({ id, attempts: attemptsOf.get(id) ?? 0 })),
    );
    // Delivery would drop the new releases if earlier cancellations were still there.
    await deleteCancellations(client, [...attemptsOf.keys()]);
    // Last, because it may lock the sequence.
    await applyUpdates(client, updates, options);
    return true;
  });
}

/** What blocks its subject is sent again itself: behind it, a copy would wait for ever. */
async function toUpdates(
  client: PoolClient,
  { id: replayId, newIds }: Replay,
  rows: readonly ChosenInvocation[],
): Promise<InvocationUpdate[]> {
  const copied = newIds ? rows.filter(({ isBlocking }) => !isBlocking) : [];
  const contents = await selectContents(
    client,
    copied.map(({ id }) => id),
  );
  return rows.flatMap(({ id, orderingKey, isBlocking }) => {
    if (!newIds || isBlocking) return [{ id, facts: [{ kind: 'retry-requested', isReplay: true }] }];
    const content = contents.get(id);
    return content === undefined ? [] : [copyFor(replayId, content, orderingKey)];
  });
}

function toWebhookFilter({
  selection,
  eventType,
  subject,
  reason,
  failure,
  ...filter
}: ReplayFilter): WebhookFilter {
  return {
    webhookId: filter.webhookId,
    since: filter.since,
    until: filter.until,
    ...(selection === 'failed' && { status: 'failed' }),
    eventType: eventType ?? undefined,
    subject: subject ?? undefined,
    reason: reason ?? undefined,
    failure: failure ?? undefined,
  };
}
