import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultProducerLimits } from './limits.ts';
import type { PartitionLine, PendingBatch } from './partition-line.ts';
import { PendingRecord } from './pending-record.ts';
import { ProducerBuffer } from './producer-buffer.ts';
import { RecordTooLargeError } from './produce-errors.ts';
import { ProducerShare } from './producer-share.ts';
import { verdictOf } from './verdict.ts';

/** Bytes of a record that the partition refuses. */
const TOO_LARGE = 100;
const ROOM = { records: 5, bytes: 10_000 };

/** A partition as a broker keeps it, by the rules of Kafka's `ProducerAppendInfo`. */
class Partition {
  readonly log: string[] = [];
  /** What the partition recognises its producer's next batch by. */
  #last: { producerId: bigint; firstSequence: number; count: number } | undefined;
  #forgotten: bigint | undefined;

  append({ batch: { identity, records } }: PendingBatch): { errorCode: number; firstOffset: bigint } {
    const { producerId, firstSequence } = identity;
    if (records.some(({ value }) => (value?.length ?? 0) >= TOO_LARGE))
      return { errorCode: 10, firstOffset: -1n };
    const last = this.#last?.producerId === producerId ? this.#last : undefined;
    if (last?.firstSequence === firstSequence && last.count === records.length)
      return { errorCode: 0, firstOffset: 1n };
    const expected = last === undefined ? 0 : last.firstSequence + last.count;
    if (producerId === this.#forgotten || firstSequence !== expected)
      return { errorCode: 46, firstOffset: -1n };
    this.#last = { producerId, firstSequence, count: records.length };
    this.log.push(...records.map(({ key }) => String(key)));
    return { errorCode: 0, firstOffset: 1n };
  }

  /** As after an election that loses what was acknowledged: the producer's last batches are gone. */
  forget(): void {
    this.#forgotten = this.#last?.producerId;
  }
}

/** What becomes of an attempt. */
const fates = [
  'answered',
  'request lost',
  'answer lost',
  'replicas late',
  'deposed before',
  'deposed after',
  'too few replicas',
] as const;

function attempt(partition: Partition, batch: PendingBatch, fate: (typeof fates)[number]) {
  if (fate === 'request lost') return 'unknown';
  if (fate === 'too few replicas') return verdictOf({ errorCode: 19, firstOffset: -1n });
  if (fate === 'deposed before') return verdictOf({ errorCode: 6, firstOffset: -1n });
  const answer = partition.append(batch);
  if (answer.errorCode !== 0 || fate === 'answered') return verdictOf(answer);
  if (fate === 'answer lost') return 'unknown';
  return verdictOf({ errorCode: fate === 'deposed after' ? 6 : 7, firstOffset: 1n });
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), isTooLarge: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('attempt' as const), fate: fc.constantFrom(...fates) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'expire' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'forget' as const }) },
);

/** Sends records, and lets attempts meet their fates. */
class Run {
  readonly partition = new Partition();
  readonly #buffer = new ProducerBuffer(defaultProducerLimits);
  readonly #line: PartitionLine = this.#buffer.line('spec', 0);
  readonly sent: { name: string; isTooLarge: boolean; settled: Promise<void> }[] = [];
  #producerId = 1n;
  #now = 0;

  send(isTooLarge: boolean): void {
    const name = String(this.sent.length);
    const value = Buffer.alloc(isTooLarge ? TOO_LARGE : 1);
    const share = new ProducerShare({ ...defaultProducerLimits, deliveryTimeoutMs: 0 }, {});
    const pending = new PendingRecord({ topic: 'spec', key: name, value }, share, ++this.#now);
    this.#buffer.add(this.#line, pending);
    this.sent.push({ name, isTooLarge, settled: pending.settled });
    pending.settled.catch(() => undefined);
  }

  /** @returns false if there is nothing to be sent */
  attempt(fate: (typeof fates)[number]): boolean {
    if (!this.#line.accepts(this.#producerId)) this.#producerId += 1n;
    const batch = this.#line.nextBatch(ROOM, this.#producerId, () => undefined);
    if (batch === undefined) return false;
    const { acknowledged, refused } = this.#line.settle(attempt(this.partition, batch, fate));
    this.#buffer.acknowledge(this.#line, acknowledged);
    this.#buffer.reject(this.#line, refused, new RecordTooLargeError('no'));
    return true;
  }

  expire(): void {
    this.#buffer.expire(this.#now - 2);
  }

  forget(): void {
    if (!this.#line.isSuspect) this.partition.forget();
  }
}

describe('a line of records', () => {
  it('is appended in order and once, whatever becomes of the attempts; what was given up is not appended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const run = new Run();
        for (const each of steps) {
          if (each.kind === 'send') run.send(each.isTooLarge);
          else if (each.kind === 'attempt') run.attempt(each.fate);
          else if (each.kind === 'expire') run.expire();
          else run.forget();
        }
        for (let attempts = 0; run.attempt('answered'); attempts++) expect(attempts).toBeLessThan(1_000);
        const results = await Promise.allSettled(run.sent.map(({ settled }) => settled));
        const acknowledged = run.sent.filter((_, index) => results[index]?.status === 'fulfilled');
        expect(run.partition.log).toEqual(acknowledged.map(({ name }) => name));
        expect(acknowledged.some(({ isTooLarge }) => isTooLarge)).toBe(false);
        for (const [index, result] of results.entries()) {
          if (result.status === 'rejected' && result.reason instanceof RecordTooLargeError)
            expect(run.sent[index]?.isTooLarge).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
