import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '@casewire/database';
import { topicName } from '@casewire/events';
import {
  expireLeases,
  leaseDue,
  releaseHeaders,
  selectNextDue,
  type LeasedRelease,
} from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import type { HistoryMetrics } from '../history-metrics.ts';
import type { ReleaseShares } from './release-shares.ts';
import type { UnansweredReleases } from './unanswered-releases.ts';

/** The most releases of one round. */
const ROUND = 500;

/** The most bytes of bodies in one round: what a process holds in memory for the schedule. */
const ROUND_BYTES = 32 * 1024 * 1024;

/** The longest time between two looks at the schedule: other processes write to it without telling this one. */
const LONGEST_PAUSE_MS = 1_000;

/** A timer may fire a millisecond or two before the ledger's clock comes to a due time. */
const SHORTEST_PAUSE_MS = 5;

/** The pause when other processes have locked every due row. */
const CONTENDED_PAUSE_MS = 50;

/** The pause when all that is due waits for room at delivery. */
const CROWDED_PAUSE_MS = 200;

export interface ReleaseOptions {
  readonly pool: Pool;
  readonly producer: { readonly ready: boolean; send(record: OutgoingRecord): Promise<void> };
  /** Prefix of topic names. */
  readonly prefix: string;
  readonly leaseMs: number;
  /** What earlier rounds have left to the brokers. */
  readonly unanswered: UnansweredReleases;
  readonly shares: ReleaseShares;
  /** False while a restored ledger has not caught up: see `RestoreWatch`. */
  readonly mayRelease: () => Promise<boolean>;
  readonly logger: Logger;
  readonly counters: Pick<HistoryMetrics, 'released' | 'unacknowledged' | 'leasesExpired'>;
}

/** How long a round waits for brokers. Then others go on, and those that are not answered for stay leased. */
const PATIENCE_MS = 1_000;

/** The pause when so much is not answered for that nothing more is leased. */
const FULL_PAUSE_MS = 100;

/**
 * Produces what is due to `deliveries.v1`. A release that the producer gives up keeps its lease, and is scheduled again
 * when the lease ends; one that a broker may have is waited for.
 * @returns milliseconds until the next round
 */
export async function runReleaseRound(options: ReleaseOptions): Promise<number> {
  const { pool, producer, mayRelease, counters, unanswered, shares, leaseMs } = options;
  counters.released.inc(await unanswered.saveAcknowledged(pool));
  await unanswered.extendLeases(pool, leaseMs);
  if (unanswered.isFull) return FULL_PAUSE_MS;
  if (!producer.ready || !(await mayRelease())) return LONGEST_PAUSE_MS;
  counters.leasesExpired.inc(await expireLeases(pool, ROUND));
  const dueInMs = (await selectNextDue(pool)) ?? LONGEST_PAUSE_MS;
  if (dueInMs > 0) return Math.min(Math.max(dueInMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  await shares.refresh(pool);
  const leased = await leaseDue(pool, { limit: ROUND, maxBytes: ROUND_BYTES, leaseMs, choice: shares });
  if (leased.length === 0) return shares.crowded.length > 0 ? CROWDED_PAUSE_MS : CONTENDED_PAUSE_MS;
  await release(leased, options);
  return 0;
}

async function release(leased: readonly LeasedRelease[], options: ReleaseOptions): Promise<void> {
  const { pool, producer, prefix, logger, counters, unanswered } = options;
  const topic = topicName(prefix, 'deliveries');
  const sent = leased.map(async (each) => {
    unanswered.add(each);
    try {
      await producer.send(toRecord(topic, each));
      unanswered.acknowledge(each);
    } catch (error) {
      unanswered.forget(each);
      counters.unacknowledged.inc();
      logger.warn({ error, invocationId: each.content.id }, 'a release was not sent; it follows later');
    }
  });
  await within(PATIENCE_MS, Promise.all(sent));
  counters.released.inc(await unanswered.saveAcknowledged(pool));
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([work, delay(ms, undefined, { signal }).catch(() => undefined)]);
  over.abort();
}

function toRecord(topic: string, { content, release: number, attempt }: LeasedRelease): OutgoingRecord {
  return {
    topic,
    key: content.webhookId,
    value: content.body,
    headers: releaseHeaders(content, { release: number, attempt }),
  };
}
