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
const topic = 'short name of a topic, for instance `events`; full name if it is not one of Casewire';

/** Defines the counters of a consumer. @returns the observer that counts */
export function countConsumer(metrics: Metrics, prefix: string): ConsumerObserver {
  const batchRecords = metrics.histogram({
    name: 'casewire_consumer_batch_records',
    labels: { handler },
    unit: 'records',
    meaning: 'Records that a handler was given in one call. Its sum is the number of records handled.',
    badValue: 'Most batches as large as they may be: the service does not keep up with what arrives.',
    buckets: BATCH_BUCKETS,
  });
  const batchDurations = metrics.histogram({
    name: 'casewire_consumer_batch_duration_seconds',
    labels: { handler },
    unit: 'seconds',
    meaning:
      'How long a handler took for a batch, until it was ready for the next one. Requests of `delivery` are not in it, because they go on meanwhile.',
    badValue: 'Growing while batches stay as large: PostgreSQL is slow, or the process lacks CPU.',
  });
  const faults = metrics.counter({
    name: 'casewire_consumer_faults_total',
    labels: { handler, transient: '`true` if PostgreSQL or Kafka was away or overloaded, else `false`' },
    unit: 'faults',
    meaning:
      'Calls of a handler that failed, and groups of records whose work failed later for one reason. They are repeated.',
    badValue:
      'Any with `transient="false"`: a defect, or a record that cannot be handled; that record is dead-lettered in the end. With `transient="true"` for minutes: the service stands still.',
  });
  const deadLetters = metrics.counter({
    name: 'casewire_dead_letters_total',
    labels: {
      topic,
      reason: 'why the record can never be handled, as `GET /v1/rejected-events` shows it',
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
      'How often the position in a partition lay outside its log, because retention had removed records before they were read, or the topic was made anew. In `history`, a range with no record behind it is counted again after each start.',
    badValue:
      'Any: this service has lost records. It was away for longer than the topic keeps records, or somebody deleted them.',
  });
  const lostRecords = metrics.counter({
    name: 'casewire_consumer_lost_records_total',
    labels: { topic },
    unit: 'records',
    meaning:
      'Records in the ranges that `casewire_consumer_lost_ranges_total` counts. Those of a topic that was made anew are not in it, because nobody knows how many there were.',
    badValue: 'Any: this service has lost records.',
  });
  const rebalances = metrics.counter({
    name: 'casewire_consumer_rebalances_total',
    unit: 'rebalances',
    meaning:
      'How often the consumer group has shared out its partitions anew while this process was a member.',
    badValue:
      'Growing while no process of the service starts or stops: processes lose their membership, because they hang or because Kafka was away.',
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

/** Defines the gauges of a consumer, which are read at each scrape. */
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
      meaning: 'Memory of the records that this process has fetched and not finished, roughly.',
      badValue: `Near the limit of ${maxInFlightBytes}: nothing is fetched until some are finished.`,
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
        'Records of a topic that the service has not finished, in all partitions. Every process of the service shows the same. The brokers are asked every five seconds at most; while they are away the last figure stays.',
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
