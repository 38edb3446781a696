import type { Pool } from '@casewire/database';
import {
  advanceSlots,
  liftBlocks,
  deleteCuts,
  finishCut,
  hasLostBodies,
  insertCut,
  insertGaps,
  ledgerClock,
  releaseStranded,
  removeCancellations,
  removeEndedHolds,
  saveAttemptsEnd,
  saveCatchUpOfCut,
  saveDeliveriesEnd,
  seekLostBodies,
  selectGaps,
  selectLatestCut,
  withCutLeadership,
  type Cut,
} from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import type { CatchUp } from './catch-up.ts';
import { hasPassed, toNoted, type Positions } from './positions.ts';
import type { Rematcher } from './rematcher.ts';
import type { RestoreWatch } from './restore-watch.ts';

/** The findings of a finished cut. */
export interface CutFindings {
  /** Releases that were lost outside Casewire, and are scheduled again. */
  readonly releasedAgain: number;
  /** Invocations given up, because too many cuts in a row have scheduled them again. */
  readonly unprocessable: number;
  /** Invocations known by their attempts alone, and shown as failed. */
  readonly bodiesLost: number;
  /** Events rematched, because records were lost before the ledger had read them. */
  readonly eventsRematched: number;
}

/** What a cut waits for: the time of the next one, or a service that lags. */
type Waited = 'interval' | 'delivery' | 'history' | 'matching';

/** How far a cut came. */
export type CutProgress =
  | { readonly kind: 'waiting'; readonly for: Waited; readonly dueInMs: number }
  | { readonly kind: 'finished'; readonly findings: CutFindings };

export interface CutParts {
  readonly pool: Pool;
  readonly positions: Positions;
  readonly catchUp: CatchUp;
  readonly rematcher: Rematcher;
  /** From the beginning of one cut to the beginning of the next. */
  readonly intervalMs: number;
}

export interface CutRoundOptions extends CutParts {
  readonly watch: RestoreWatch;
  readonly logger: Logger;
  /** Called after every finished cut. */
  readonly onFinished: (findings: CutFindings) => void;
}

/** How often a cut looks whether other services have passed the offsets that it noted. */
const POLL_MS = 1_000;

/** How often a process looks whether it can take the cut over from another process. */
const FOLLOW_MS = 5_000;

/** How often a round looks whether a restored ledger has caught up. */
const RESTORE_POLL_MS = 1_000;

/** One round of the loop `find-lost`. @returns milliseconds until the next round */
export async function runCutRound(options: CutRoundOptions): Promise<number> {
  const { pool, watch, intervalMs, logger, onFinished } = options;
  if (!(await watch.isCurrent())) return RESTORE_POLL_MS;
  const progress = await withCutLeadership(pool, () => stepCut(options));
  if (progress === undefined) return FOLLOW_MS;
  if (progress.kind === 'waiting') return Math.min(progress.dueInMs, intervalMs);
  const { findings } = progress;
  onFinished(findings);
  const found =
    findings.releasedAgain + findings.unprocessable + findings.bodiesLost + findings.eventsRematched;
  if (found > 0) logger.warn({ ...findings }, 'a cut found something lost');
  return 0;
}

/**
 * Carries the current cut as far as it can go now. A cut proves, without guessing by age, that a release was lost:
 *
 * 1. It begins at an instant of the ledger's clock, then notes the end of `deliveries.v1`: every release that the
 *    ledger has written as released before that instant stands below this end.
 * 2. When the delivery group has passed that end, it notes the end of `attempts.v1`: the outcomes of all those
 *    releases stand below this end, since delivery completes an offset only when its outcome is acknowledged.
 * 3. When the ledger has applied those outcomes, a row that is still released since before the instant has no outcome,
 *    and no process has its release: it is lost. The ledger must also have passed the noted end of `deliveries.v1`:
 *    only then does a row without its body lack it for good. And a release whose record history never read has its
 *    outcome in the ledger by now, or was never sent: a rematch of its event does not send it twice.
 *
 * Where events are to be rematched, it then waits for the proof of `CatchUp` too.
 *
 * Every step is saved, so that any process can carry the cut on.
 */
export async function stepCut(parts: CutParts): Promise<CutProgress> {
  const { pool, positions, catchUp, intervalMs } = parts;
  const begun = await currentCut(pool, positions, intervalMs);
  if (typeof begun === 'number') return { kind: 'waiting', for: 'interval', dueInMs: begun };
  const cut =
    begun.deliveriesEnd === null
      ? await saveDeliveriesEnd(pool, begun, toNoted(await positions.end('deliveries')))
      : begun;
  const noted = cut.attemptsEnd === null ? await noteAttempts(pool, positions, cut) : cut;
  if (noted === undefined) return { kind: 'waiting', for: 'delivery', dueInMs: POLL_MS };
  if (!(await isApplied(positions, noted))) return { kind: 'waiting', for: 'history', dueInMs: POLL_MS };
  const isRematch = await hasLostRecords(pool, noted.begunAt);
  if (isRematch && !(await catchUp.step(noted, (notes) => saveCatchUpOfCut(pool, noted, notes))))
    return { kind: 'waiting', for: 'matching', dueInMs: POLL_MS };
  return { kind: 'finished', findings: await conclude(noted, isRematch, parts) };
}

/** The unfinished cut, or a new one; or how many milliseconds until the next one is to begin. */
async function currentCut(pool: Pool, positions: Positions, intervalMs: number): Promise<Cut | number> {
  const clusterId = await positions.clusterId();
  const latest = await selectLatestCut(pool, clusterId);
  if (latest === undefined) return insertCut(pool, clusterId);
  if (!latest.isFinished) return latest;
  const dueInMs = latest.begunAt + intervalMs - (await ledgerClock(pool));
  return dueInMs > 0 ? dueInMs : insertCut(pool, clusterId);
}

/** Notes the end of `attempts.v1`; undefined while the delivery group has not passed the noted end of `deliveries.v1`. */
async function noteAttempts(pool: Pool, positions: Positions, cut: Cut): Promise<Cut | undefined> {
  const [committed, log] = await Promise.all([
    positions.committed('delivery', 'deliveries'),
    positions.log('deliveries'),
  ]);
  if (!hasPassed(cut.deliveriesEnd ?? {}, committed, log)) return undefined;
  return saveAttemptsEnd(pool, cut, toNoted(await positions.end('attempts')));
}

async function isApplied(positions: Positions, cut: Cut): Promise<boolean> {
  for (const [topic, noted] of [
    ['attempts', cut.attemptsEnd],
    ['deliveries', cut.deliveriesEnd],
  ] as const) {
    const [applied, log] = await Promise.all([positions.applied(topic), positions.log(topic)]);
    if (!hasPassed(noted ?? {}, applied, log)) return false;
  }
  return true;
}

/** Whether records were lost before a cut began whose events are to be rematched. */
async function hasLostRecords(pool: Pool, begunAt: number): Promise<boolean> {
  return (await hasLostBodies(pool, begunAt)) || (await selectGaps(pool, begunAt)).length > 0;
}

/** @param isRematch whether events may be rematched: nothing that they led to is on its way */
async function conclude(
  cut: Cut,
  isRematch: boolean,
  { pool, positions, rematcher }: CutParts,
): Promise<CutFindings> {
  const stranded = await releaseStranded(pool, cut.begunAt);
  const rematched = isRematch ? await rematch(cut, pool, rematcher) : { bodiesLost: 0, eventsRematched: 0 };
  // For the next cut: while no record follows the lost ones, history reads nothing that would tell of them.
  const lost = [...(await positions.lost('deliveries')), ...(await positions.lost('ordered'))];
  await insertGaps(pool, await positions.clusterId(), lost);
  await liftBlocks(pool);
  await advanceSlots(pool);
  await removeCancellations(pool, cut.begunAt);
  await removeEndedHolds(pool, cut.begunAt);
  const findings = { ...stranded, ...rematched };
  await finishCut(pool, cut, findings);
  await deleteCuts(pool, 'old');
  return findings;
}

async function rematch(
  { begunAt }: Cut,
  pool: Pool,
  rematcher: Rematcher,
): Promise<Pick<CutFindings, 'bodiesLost' | 'eventsRematched'>> {
  const bodiesLost = await seekLostBodies(pool, begunAt, (uids) => rematcher.rematch(uids));
  return { bodiesLost, eventsRematched: await rematcher.closeGaps(begunAt) };
}
