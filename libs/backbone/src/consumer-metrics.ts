import {
  defaultConsumerLimits,
  recordsBehind,
  type ConsumerObserver,
  type KafkaAdmin,
  type KafkaStrategy,
  type PartitionOffsets,
} from '@casewire/kafka';
import { atIntervals, type Metrics } from '@casewire/observability';
import { topicLabel } from './topic-label.ts';

const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];

const handler = 'class and method of the handler, for instance `DeliverController.deliver`';
const topic = 'short name of one of our topics, for instance `events`; full name of any other topic';

/** Counts what a consumer reports. */
export function countConsumer(metrics: Metrics, prefix: string): ConsumerObserver {
  const batchRecords = metrics.histogram({
    name: 'casewire_consumer_batch_records',
    labels: { handler },
    unit: 'records',
    meaning: 'Records that a handler was given in one call. Its sum is the number of records handled.',
    badValue: 'Always at the largest bucket that occurs: the service does not keep up with what arrives.',
    buckets: BATCH_BUCKETS,
  });
  const batchDurations = metrics.histogram({
    name: 'casewire_consumer_batch_duration_seconds',
    labels: { handler },
    unit: 'seconds',
    meaning:
      'From the call of a handler until it is ready for the next batch. Work that a handler leaves behind, such as the requests of `delivery`, is not in it.',
    badValue: 'Growing while batches stay as large: PostgreSQL is slow, or the process lacks CPU.',
  });
  const faults = metrics.counter({
    name: 'casewire_consumer_faults_total',
    labels: { handler, transient: '`true` if PostgreSQL or Kafka was away or overloaded, else `false`' },
    unit: 'faults',
    meaning: 'Calls of a handler that failed, and records whose work failed later. They are repeated.',
    badValue:
      '`transient="false"`: a defect; the record that causes it is dead-lettered after five failures. `transient="true"` for minutes: nothing is worked off.',
  });
  const deadLetters = metrics.counter({
    name: 'casewire_dead_letters_total',
    labels: {
      topic,
      reason: 'why the record can never be handled; `GET /v1/rejected-events` shows the same',
    },
    unit: 'records',
    meaning: 'Records that were put on the rejected topic because they can never be handled.',
    badValue: 'Any: look at the record on the rejected topic, and at the log line `record dead-lettered`.',
  });
  const lostRanges = metrics.counter({
    name: 'casewire_consumer_lost_ranges_total',
    labels: { topic },
    unit: 'ranges of offsets',
    meaning:
      'How often the position in a partition lay outside its log: retention removed records before they were read, or the topic was made anew.',
    badValue: 'Any: records were lost to this service. It was away for longer than the topic keeps records.',
  });
  const lostRecords = metrics.counter({
    name: 'casewire_consumer_lost_records_total',
    labels: { topic },
    unit: 'records',
    meaning:
      'Offsets in these ranges. Those of a topic that was made anew are not in it, because nobody knows how many there were.',
    badValue: 'Any, as above.',
  });
  const rebalances = metrics.counter({
    name: 'casewire_consumer_rebalances_total',
    unit: 'rebalances',
    meaning: 'How often the consumer group has shared out its partitions anew since the process joined.',
    badValue:
      'More than one for each process that starts or stops: processes lose their membership, because they hang or Kafka is away.',
  });
  const label = (fullName: string): string => topicLabel(prefix, fullName);
  return {
    onBatch: ({ handler: name, records, durationMs }) => {
      batchRecords.observe({ handler: name }, records);
      batchDurations.observe({ handler: name }, durationMs / 1000);
    },
    onFault: ({ handler: name, transient }) => {
      faults.inc({ handler: name, transient: String(transient) });
    },
    onDeadLetter: ({ topic: name, reason }) => {
      deadLetters.inc({ topic: label(name), reason });
    },
    onOutOfRange: ({ topic: name, position, resumedAt }) => {
      lostRanges.inc({ topic: label(name) });
      if (resumedAt > position) lostRecords.inc({ topic: label(name) }, Number(resumedAt - position));
    },
    onAssignment: () => {
      rebalances.inc();
    },
  };
}

export interface ConsumerGauges {
  readonly strategy: KafkaStrategy;
  readonly admin: KafkaAdmin;
  readonly prefix: string;
  /** Next offset to be finished of each partition of a topic. */
  readonly readPositions: (fullName: string) => Promise<PartitionOffsets>;
}

/** Shows what a consumer has and what it lacks at the time of a scrape. */
export function showConsumer(
  metrics: Metrics,
  { strategy, admin, prefix, readPositions }: ConsumerGauges,
): void {
  const { maxInFlightRecords, maxInFlightBytes } = defaultConsumerLimits;
  metrics.gauge(
    {
      name: 'casewire_consumer_partitions',
      unit: 'partitions',
      meaning: 'Partitions that this process reads.',
      badValue:
        '0 for minutes, unless there are more processes than partitions: it has not joined its group.',
    },
    (gauge) => {
      gauge.set(strategy.partitions);
    },
  );
  metrics.gauge(
    {
      name: 'casewire_consumer_in_flight_records',
      unit: 'records',
      meaning: 'Records that this process has fetched and not finished.',
      badValue: `Near the limit, which is ${maxInFlightRecords} unless the service sets another: nothing is fetched until some are finished.`,
    },
    (gauge) => {
      gauge.set(strategy.inFlight.records);
    },
  );
  metrics.gauge(
    {
      name: 'casewire_consumer_in_flight_bytes',
      unit: 'bytes',
      meaning: 'Memory of these records, roughly.',
      badValue: `Near the limit of ${maxInFlightBytes}: as above.`,
    },
    (gauge) => {
      gauge.set(strategy.inFlight.bytes);
    },
  );
  metrics.gauge(
    {
      name: 'casewire_consumer_lag_records',
      labels: { topic },
      unit: 'records',
      meaning:
        'Records of a topic that the service has not finished, in all partitions: every process of the service shows the same. It is asked for every five seconds at most; while Kafka is away the last figure stays.',
      badValue: 'Growing for minutes: the service does not keep up. Start more processes of it.',
    },
    atIntervals(async (gauge) => {
      for (const name of strategy.topics) {
        const lag = await recordsBehind(admin, name, () => readPositions(name));
        gauge.set({ topic: topicLabel(prefix, name) }, lag);
      }
    }),
  );
}
