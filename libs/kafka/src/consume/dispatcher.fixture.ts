import type { BatchHandler, Settlement } from '../batch.ts';
import type { OutgoingRecord } from '../record.ts';
import { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import { defaultConsumerLimits } from './limits.ts';
import type { PartitionState } from './partition-state.ts';
import { partitionAt, recordAt, topic } from './testing.fixture.ts';

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
export const limits = { ...defaultConsumerLimits, retryInitialMs: 1, retryMaxMs: 2, drainDeadlineMs: 200 };
export const done: Settlement = { kind: 'done' };

function ignore(): void {
  // Nobody reads the log of a spec.
}

export interface Fed extends Partial<DispatcherOptions> {
  /** Records of each partition. Default: 10 of one. */
  readonly counts?: readonly number[];
  /** Default: records without a key. */
  readonly keyOf?: (offset: number) => string;
}

/** A dispatcher that is started, with what it does to its partitions and to the rejected topic. */
export function dispatcherOf(handler: BatchHandler, { counts = [10], keyOf, ...options }: Fed = {}) {
  const start = { offset: 0, metadata: '' };
  const partitions = counts.map((count, number) => {
    const state = partitionAt(start, options.hasOffsetStore ? 0n : undefined, number);
    for (let offset = 0; offset < count; offset++)
      state.offer(recordAt(offset, number, keyOf?.(offset) ?? null), 1);
    return state;
  });
  const [partition] = partitions;
  if (partition === undefined) throw new Error('there is no partition');
  const deadLetters: OutgoingRecord[] = [];
  const rewound: PartitionState[] = [];
  const member = {
    partitions,
    owns: ({ held }: PartitionState) => held,
    onCompleted: ignore,
    rewind: (some: readonly PartitionState[]) => {
      rewound.push(...some);
      for (const each of some) each.release();
      return Promise.resolve();
    },
  };
  const send = (record: OutgoingRecord): Promise<void> => {
    deadLetters.push(record);
    return Promise.resolve();
  };
  const dispatcher = new Dispatcher({
    name: 'spec',
    handler,
    topics: new Set([topic]),
    member,
    prefix: 'spec.',
    producer: { send },
    limits,
    logger: silent,
    observer: {},
    isTransient: (error) => error instanceof Error && error.message === 'away',
    hasOffsetStore: false,
    ...options,
  });
  dispatcher.start();
  return { dispatcher, partition, partitions, deadLetters, rewound };
}
