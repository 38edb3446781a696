import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { silent } from '../consumer.fixture.ts';
import type { PartitionAnswer } from '../wire/produce-response.ts';
import type { Brokers, ProduceRequest } from './brokers.ts';
import { ClusterView } from './cluster-view.ts';
import { defaultProducerLimits as limits } from './limits.ts';
import { PendingRecord } from './pending-record.ts';
import { ProducerBuffer } from './producer-buffer.ts';
import { ProducerShare } from './producer-share.ts';
import { Sender } from './sender.ts';

/** Node ids of the brokers that lead the partitions 0, 1 and 2. */
const LEADERS = [1, 1, 2];
/** Longer than any pause after a failure. */
const LATER_MS = 60_000;

const TAKEN = 0;
const TIMED_OUT = 7;
const TOO_LARGE = 10;
const TOO_FEW_REPLICAS = 19;

/** What the brokers do with one partition's batch: they answer with an error code, or do not answer the request. */
type Fate = number | 'no answer';

/** A sender with the records that it is given, and brokers that answer as they are told. */
class Bench {
  readonly #buffer = new ProducerBuffer(limits);
  readonly #share = new ProducerShare(limits, {});
  readonly #settled = new Map<string, 'acknowledged' | 'refused'>();
  readonly #view: ClusterView;
  readonly #sender: Sender;
  #fates: readonly Fate[] = [];
  #sent: string[] = [];

  private constructor(brokers: Pick<Brokers, 'describe' | 'newProducerId'>) {
    const none = () => undefined;
    this.#view = new ClusterView({ brokers, limits, logger: silent, onChange: none, onFailure: none });
    this.#sender = new Sender({
      brokers: { produce: (request) => this.#produce(request) },
      view: this.#view,
      buffer: this.#buffer,
      limits,
      logger: silent,
      onAnswer: none,
    });
  }

  static async open(): Promise<Bench> {
    const partitionMetadata = LEADERS.map((leader, partitionId) => ({ partitionId, leader }));
    const topics = [{ topicErrorCode: 0, topic: 't', partitionMetadata }];
    const bench = new Bench({
      describe: () => Promise.resolve({ clusterId: 'cluster', topics }),
      newProducerId: () => Promise.resolve(1n),
    });
    bench.#view.partitionsOf('t');
    bench.#view.maintain(0);
    await turn();
    return bench;
  }

  add(partition: number, key: string): void {
    const pending = new PendingRecord({ topic: 't', key, value: null }, this.#share, 0);
    this.#buffer.add(this.#buffer.line('t', partition), pending);
    void pending.settled.then(
      () => this.#settled.set(key, 'acknowledged'),
      () => this.#settled.set(key, 'refused'),
    );
  }

  /** Sends what is to be sent. @param fates by partition @returns the keys of the records that the brokers were sent */
  async round(fates: readonly Fate[]): Promise<readonly string[]> {
    this.#fates = fates;
    this.#sent = [];
    this.#sender.dispatch(performance.now() + LATER_MS);
    await turn();
    return this.#sent.toSorted();
  }

  /** What became of a record; undefined while it is to be sent again. */
  fateOf(key: string): 'acknowledged' | 'refused' | undefined {
    return this.#settled.get(key);
  }

  #produce({ batches }: ProduceRequest): Promise<PartitionAnswer[]> {
    const answers: PartitionAnswer[] = [];
    for (const { topic, partition, records } of batches) {
      this.#sent.push(...records.map(({ key }) => String(key)));
      const errorCode = this.#fates[partition] ?? TAKEN;
      if (errorCode === 'no answer') return Promise.reject(new Error('the broker is away'));
      const isAppended = errorCode === TAKEN || errorCode === TIMED_OUT;
      answers.push({ topic, partition, errorCode, firstOffset: isAppended ? 1n : -1n });
    }
    return Promise.resolve(answers);
  }
}

describe('a request with records for several partitions', () => {
  it('is repeated for the partition in trouble alone', async () => {
    const bench = await Bench.open();
    for (const partition of [0, 1, 2]) bench.add(partition, `${partition}`);
    expect(await bench.round([TAKEN, TOO_FEW_REPLICAS, TAKEN])).toEqual(['0', '1', '2']);
    expect(['0', '1', '2'].map((key) => bench.fateOf(key))).toEqual([
      'acknowledged',
      undefined,
      'acknowledged',
    ]);
    bench.add(0, 'next');
    expect(await bench.round([TAKEN, TAKEN, TAKEN])).toEqual(['1', 'next']);
    expect([bench.fateOf('1'), bench.fateOf('next')]).toEqual(['acknowledged', 'acknowledged']);
  });

  it('loses the record that is refused, and no other', async () => {
    const bench = await Bench.open();
    for (const partition of [0, 1]) bench.add(partition, `${partition}`);
    await bench.round([TOO_LARGE, TAKEN]);
    expect([bench.fateOf('0'), bench.fateOf('1')]).toEqual(['refused', 'acknowledged']);
    expect(await bench.round([])).toEqual([]);
  });

  it('that is not answered concerns no partition of another broker', async () => {
    const bench = await Bench.open();
    for (const partition of [0, 1, 2]) bench.add(partition, `${partition}`);
    await bench.round([TAKEN, TAKEN, 'no answer']);
    expect(['0', '1', '2'].map((key) => bench.fateOf(key))).toEqual([
      'acknowledged',
      'acknowledged',
      undefined,
    ]);
    expect(await bench.round([])).toEqual(['2']);
  });

  it('settles each of them by its own answer, whatever happens to the others', async () => {
    const fate = fc.constantFrom(TAKEN, TIMED_OUT, TOO_FEW_REPLICAS);
    const rounds = fc.array(fc.tuple(fate, fate, fate), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(rounds, async (fatesOfRounds) => {
        const bench = await Bench.open();
        const waiting = LEADERS.map((_leader, partition) => `${partition} first`);
        for (const [partition, key] of waiting.entries()) bench.add(partition, key);
        for (const [number, fates] of fatesOfRounds.entries()) {
          expect(await bench.round(fates)).toEqual(waiting.toSorted());
          for (const [partition, key] of waiting.entries()) {
            const isTaken = fates[partition] === TAKEN;
            expect(bench.fateOf(key)).toBe(isTaken ? 'acknowledged' : undefined);
            if (!isTaken) continue;
            waiting[partition] = `${partition} after ${number}`;
            bench.add(partition, waiting[partition]);
          }
        }
      }),
    );
  });
});
