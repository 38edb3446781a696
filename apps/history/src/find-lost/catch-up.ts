import type { NotedOffsets, Replay } from '@casewire/invocation-ledger';
import { hasPassed, toNoted, type Positions } from './positions.ts';

/** How far a catch-up has come: the ends of topics that it has noted. */
export type CatchUpNotes = Pick<Replay, 'acceptedEnd' | 'ledgerEnds'>;

export type CatchUpStep =
  { readonly kind: 'waiting' | 'caught-up' } | { readonly kind: 'noted'; readonly notes: CatchUpNotes };

/**
 * A step of the proof that an event without an invocation will get none by itself:
 *
 * 1. The end of `accepted.v1` is noted. Every event that the proof is about stands below this end.
 * 2. When matching has passed that end, the ends of `deliveries.v1` and `ordered.v1` are noted: the invocations of all
 *    those events stand below these ends.
 * 3. When the ledger has passed these, it has the invocations.
 */
export async function stepCatchUp(positions: Positions, notes: CatchUpNotes): Promise<CatchUpStep> {
  const { acceptedEnd, ledgerEnds } = notes;
  if (acceptedEnd === null)
    return { kind: 'noted', notes: { ...notes, acceptedEnd: toNoted(await positions.end('accepted')) } };
  if (ledgerEnds === null) {
    if (!(await hasMatched(positions, acceptedEnd))) return { kind: 'waiting' };
    const [deliveries, ordered] = await Promise.all([positions.end('deliveries'), positions.end('ordered')]);
    const ends = { deliveries: toNoted(deliveries), ordered: toNoted(ordered) };
    return { kind: 'noted', notes: { ...notes, ledgerEnds: ends } };
  }
  for (const topic of ['deliveries', 'ordered'] as const) {
    const [applied, log] = await Promise.all([positions.applied(topic), positions.log(topic)]);
    if (!hasPassed(ledgerEnds[topic], applied, log)) return { kind: 'waiting' };
  }
  return { kind: 'caught-up' };
}

async function hasMatched(positions: Positions, acceptedEnd: NotedOffsets): Promise<boolean> {
  const [committed, log] = await Promise.all([
    positions.committed('matching', 'accepted'),
    positions.log('accepted'),
  ]);
  return hasPassed(acceptedEnd, committed, log);
}
