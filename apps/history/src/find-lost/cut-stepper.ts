import type { Pool } from '@casewire/database';
import {
  advanceSlots,
  deleteCuts,
  finishCut,
  insertCut,
  insertGaps,
  ledgerClock,
  releaseStranded,
  removeCancellations,
  saveAttemptsEnd,
  saveDeliveriesEnd,
  seekLostBodies,
  selectLatestCut,
  type Cut,
} from '@casewire/invocation-ledger';
import { hasPassed, toNoted } from './has-passed.ts';
import type { Positions } from './positions.ts';
import type { Rematcher } from './rematcher.ts';

/** What a finished cut found. */
export interface CutFindings {
  /** Lost outside Casewire, and scheduled again. */
  readonly releasedAgain: number;
  /** Released by cuts in vain too often, and given up. */
  readonly unprocessable: number;
  /** Known by their attempts alone, and completed as failed. */
  readonly bodiesLost: number;
  /** Events matched again, because records were lost before the ledger had read them. */
  readonly eventsRematched: number;
}

/** How far a cut came. */
export type CutProgress =
  | { readonly kind: 'waiting'; readonly for: 'interval' | 'delivery' | 'history'; readonly dueInMs: number }
  | { readonly kind: 'finished'; readonly findings: CutFindings };

/** What a cut works with. */
export interface CutParts {
  readonly pool: Pool;
  readonly positions: Positions;
  readonly rematcher: Rematcher;
  /** From the beginning of a cut to that of the next. */
  readonly intervalMs: number;
}

/** How often a cut looks whether the groups have passed what it noted. */
const POLL_MS = 1_000;

/**
 * Carries the current cut as far as it can go now. A cut proves, without guessing by age, that a release was lost:
 *
 * 1. It begins at an instant of the ledger's clock, then notes the end of `deliveries.v1`: every release that the
 *    ledger has written as released before that instant stands below.
 * 2. When the delivery group has passed that end, it notes the end of `attempts.v1`: the outcomes of all those
 *    releases stand below, since delivery completes an offset only when its outcome is acknowledged.
 * 3. When the ledger has applied those, a row still released since before the instant has no outcome, and nobody has
 *    its release. The ledger must also have applied `deliveries.v1` itself, before a row can be told to lack its body.
 *    What it could not read, because it was gone before, was sent by nobody or has an outcome by now.
 *
 * Every step is saved, so that any process can carry the cut on.
 */
export async function stepCut({ pool, positions, rematcher, intervalMs }: CutParts): Promise<CutProgress> {
  const begun = await currentCut(pool, positions, intervalMs);
  if (typeof begun === 'number') return { kind: 'waiting', for: 'interval', dueInMs: begun };
  const cut =
    begun.deliveriesEnd === null
      ? await saveDeliveriesEnd(pool, begun, toNoted(await positions.end('deliveries')))
      : begun;
  const noted = cut.attemptsEnd === null ? await noteAttempts(pool, positions, cut) : cut;
  if (noted === undefined) return { kind: 'waiting', for: 'delivery', dueInMs: POLL_MS };
  if (!(await isApplied(positions, noted))) return { kind: 'waiting', for: 'history', dueInMs: POLL_MS };
  return { kind: 'finished', findings: await conclude(noted, { pool, positions, rematcher }) };
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

/** Undefined while the delivery group has not passed what was noted. */
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

async function conclude(
  cut: Cut,
  { pool, positions, rematcher }: Omit<CutParts, 'intervalMs'>,
): Promise<CutFindings> {
  const stranded = await releaseStranded(pool, cut.begunAt);
  const bodiesLost = await seekLostBodies(pool, cut.begunAt, (uids) => rematcher.rematch(uids));
  const eventsRematched = await rematcher.closeGaps(cut.begunAt);
  // For the next cut. Where no record follows, nobody else would notice.
  const lost = [...(await positions.lost('deliveries')), ...(await positions.lost('ordered'))];
  await insertGaps(pool, await positions.clusterId(), lost);
  await advanceSlots(pool);
  await removeCancellations(pool, cut.begunAt);
  const findings = { ...stranded, bodiesLost, eventsRematched };
  await finishCut(pool, cut, findings);
  await deleteCuts(pool, 'old');
  return findings;
}
