import { backoffMs } from '../backoff.ts';
import type { KafkaLogger } from '../logger.ts';
import type { Load } from '../observers.ts';
import { partitionKey } from '../record.ts';
import type { PartitionBatch } from '../wire/produce-request.ts';
import type { PartitionAnswer } from '../wire/produce-response.ts';
import { NotSentError, type Brokers } from './brokers.ts';
import type { ClusterView } from './cluster-view.ts';
import type { SharedProducerLimits } from './limits.ts';
import type { PartitionLine } from './partition-line.ts';
import type { PendingRecord } from './pending-record.ts';
import type { ProducerBuffer } from './producer-buffer.ts';
import { RecordTooLargeError, RecordUnwantedError } from './produce-errors.ts';
import type { ProducerShare } from './producer-share.ts';
import { verdictOf, type Verdict } from './verdict.ts';

export interface SenderOptions {
  readonly brokers: Pick<Brokers, 'produce'>;
  readonly view: ClusterView;
  readonly buffer: ProducerBuffer;
  readonly limits: SharedProducerLimits;
  readonly logger: KafkaLogger;
  /** Called when a request is answered: its broker takes another one. */
  readonly onAnswer: () => void;
}

/** Lines that a request can have batches of. */
interface Lane {
  readonly leader: number;
  readonly connection: 0 | 1;
  readonly lines: PartitionLine[];
}

/** A batch on its way. */
interface Shipment {
  readonly line: PartitionLine;
  readonly batch: PartitionBatch;
  /** The same records. */
  readonly pending: readonly PendingRecord[];
}

/**
 * Sends batches of the buffer's lines to the brokers that lead them, one request a broker at a time. A broker answers a
 * request when it has all partitions of it, or after `replicationTimeoutMs`. A line whose batch it did not have by then goes over the
 * other connection until it does, so that it holds up no others.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** Connections with a request under way. */
  readonly #busy = new Set<string>();
  #turn = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends what can be sent. @param now by `performance.now()` */
  dispatch(now: number): void {
    const lanes = new Map<string, Lane>();
    for (const line of this.#options.buffer.lines) {
      if (!this.#canSend(line, now)) continue;
      const leader = this.#options.view.leaderOf(line);
      const connection = line.isSuspect ? 1 : 0;
      const key = `${leader}/${connection}`;
      if (this.#busy.has(key)) continue;
      const lane = lanes.get(key);
      if (lane === undefined) lanes.set(key, { leader, connection, lines: [line] });
      else lane.lines.push(line);
    }
    for (const [key, lane] of lanes) {
      const shipments = this.#load(lane.lines);
      if (shipments.length === 0) continue;
      for (const { pending } of shipments) for (const { share } of pending) share.requestedAt = now;
      void this.#send(key, lane, shipments);
    }
  }

  #canSend(line: PartitionLine, now: number): boolean {
    const { view } = this.#options;
    const { producerId } = view;
    if (!line.isReady(now) || line.partition < 0 || producerId === undefined) return false;
    if (!line.accepts(producerId)) view.renewProducerId(producerId);
    else if (view.leaderOf(line) < 0) view.outdate();
    else return true;
    return false;
  }

  /** Takes a request's batches, those lines first whose turn was longest ago. */
  #load(lines: PartitionLine[]): Shipment[] {
    const { buffer, limits, view } = this.#options;
    const { producerId } = view;
    if (producerId === undefined) return [];
    const shipments: Shipment[] = [];
    const room = { records: limits.maxBatchRecords, bytes: limits.maxBatchBytes };
    for (const line of lines.sort((one, other) => one.turn - other.turn)) {
      if (room.records <= 0 || room.bytes <= 0) break;
      const next = line.nextBatch(room, producerId, (record) => {
        buffer.reject(line, [record], new RecordUnwantedError('nobody waits for the record any more'));
      });
      if (next === undefined) continue;
      const { batch, pending } = next;
      line.turn = ++this.#turn;
      room.records -= batch.records.length;
      room.bytes -= batch.bytes;
      shipments.push({ line, batch, pending });
    }
    return shipments;
  }

  /** Never rejects. */
  async #send(key: string, { leader, connection }: Lane, shipments: readonly Shipment[]): Promise<void> {
    const { brokers, limits, onAnswer } = this.#options;
    const startedAt = performance.now();
    this.#busy.add(key);
    for (const { line } of shipments) line.isInFlight = true;
    const batches = shipments.map(({ batch }) => batch);
    const { replicationTimeoutMs } = limits;
    const judge = await brokers
      .produce({ leader, connection, batches, replicationTimeoutMs })
      .then(byPartition, (error: unknown) => this.#unanswered(error));
    this.#busy.delete(key);
    const accepted: (readonly PendingRecord[])[] = [];
    const delayed: (readonly PendingRecord[])[] = [];
    const troubles: string[] = [];
    for (const { line, pending } of shipments) {
      line.isInFlight = false;
      const { verdict, reason } = judge(line);
      this.#settle(line, verdict);
      if (verdict === 'appended') {
        accepted.push(pending);
      } else if (verdict !== 'refused') {
        delayed.push(pending);
        troubles.push(`${partitionKey(line)}: ${reason}`);
      }
    }
    const durationMs = performance.now() - startedAt;
    for (const [{ observer }, load] of byShare(accepted)) observer.onRequest?.({ ...load, durationMs });
    for (const [{ observer }] of byShare(delayed)) observer.onRetry?.();
    if (troubles.length > 0) {
      this.#options.logger.warn({ leader, partitions: troubles }, 'partitions took no records, trying again');
    }
    onAnswer();
  }

  #unanswered(error: unknown): Judge {
    const { view, logger } = this.#options;
    view.doubt();
    logger.warn({ error }, 'a produce request was not answered');
    const verdict = error instanceof NotSentError ? 'not-appended' : 'unknown';
    const reason = error instanceof Error ? error.message : String(error);
    return () => ({ verdict, reason });
  }

  #settle(line: PartitionLine, verdict: Verdict): void {
    const { buffer, limits, view } = this.#options;
    const { acknowledged, refused } = line.settle(verdict);
    if (acknowledged.length > 0) buffer.acknowledge(line, acknowledged);
    if (refused.length > 0) {
      for (const [{ observer }, { records }] of byShare([refused])) {
        observer.onGivenUp?.({ records, reason: 'refused' });
      }
      const name = partitionKey(line);
      buffer.reject(line, refused, new RecordTooLargeError(`the broker refuses the record on ${name}`));
    }
    if (line.failures === 0) {
      line.retryAt = -Infinity;
      return;
    }
    view.outdate();
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = limits;
    line.retryAt = performance.now() + backoffMs(line.failures, { initialMs, maxMs }, Math.random());
  }
}

type Judge = (line: PartitionLine) => { readonly verdict: Verdict; readonly reason: string };

function byPartition(answers: readonly PartitionAnswer[]): Judge {
  const byKey = new Map(answers.map((answer) => [partitionKey(answer), answer]));
  return (line) => {
    const answer = byKey.get(partitionKey(line));
    if (answer === undefined) return { verdict: 'unknown', reason: 'no answer' };
    return { verdict: verdictOf(answer), reason: `error ${answer.errorCode}` };
  };
}

/** What each user has of these records. */
function byShare(batches: readonly (readonly PendingRecord[])[]): ReadonlyMap<ProducerShare, Load> {
  const loads = new Map<ProducerShare, { records: number; bytes: number }>();
  for (const batch of batches) {
    for (const { share, bytes } of batch) {
      const load = loads.get(share) ?? { records: 0, bytes: 0 };
      if (load.records === 0) loads.set(share, load);
      load.records += 1;
      load.bytes += bytes;
    }
  }
  return loads;
}
