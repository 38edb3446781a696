import {
  defaultProducerLimits,
  givenUpReasons,
  type ProducerObserver,
  type RecordProducer,
} from '@casewire/kafka';
import type { Metrics } from '@casewire/observability';

/** Defines the counters of a producer. @returns the observer that counts */
export function countProducer(metrics: Metrics): ProducerObserver {
  const durations = metrics.histogram({
    name: 'casewire_producer_request_duration_seconds',
    unit: 'seconds',
    meaning:
      'How long the brokers took to acknowledge a produce request, with all in-sync replicas of the partitions that took their records. Its count is the number of requests with records of this service; services of one process share requests.',
    badValue: 'Growing: the brokers or their disks are slow, and with them every delivery.',
  });
  const records = metrics.counter({
    name: 'casewire_producer_records_total',
    unit: 'records',
    meaning: 'Records that the brokers have acknowledged.',
    badValue: 'Not growing while records are buffered: see `casewire_producer_failed_requests_total`.',
  });
  const bytes = metrics.counter({
    name: 'casewire_producer_bytes_total',
    unit: 'bytes',
    meaning: 'Size of the records that the brokers have acknowledged, roughly.',
    badValue: 'None by itself. Divided by `casewire_producer_records_total` it is the mean size of a record.',
  });
  const failedRequests = metrics.counter({
    name: 'casewire_producer_failed_requests_total',
    unit: 'requests',
    meaning:
      'Produce requests of which a partition did not take its records, and attempts to connect that failed. They are tried again.',
    badValue:
      'Growing for minutes: Kafka is away, or a partition takes no records. The log says which and why.',
  });
  const givenUp = metrics.counter({
    name: 'casewire_producer_given_up_records_total',
    labels: { reason: givenUpReasons },
    unit: 'records',
    meaning:
      'Records that the producer gave up: `refused` by the broker for good, or not sent within the `timeout`. The work that they belong to fails, and is repeated or answered 503.',
    badValue:
      'Any with `timeout`: Kafka was away, or a partition took nothing, for longer than a record waits. Any with `refused`: a topic takes smaller records than it must.',
  });
  return {
    onRequest: (request) => {
      durations.observe(request.durationMs / 1000);
      records.inc(request.records);
      bytes.inc(request.bytes);
    },
    onRetry: () => {
      failedRequests.inc();
    },
    onGivenUp: ({ records: count, reason }) => {
      givenUp.inc({ reason }, count);
    },
  };
}

/** Defines the gauges of a producer, which are read at each scrape. */
export function showProducer(metrics: Metrics, producer: RecordProducer): void {
  const { maxBufferedRecords, maxBufferedBytes } = defaultProducerLimits;
  metrics.gauge(
    {
      name: 'casewire_producer_buffered_records',
      unit: 'records',
      meaning: 'Records that were sent to the producer and are not acknowledged.',
      badValue: `Near the limit of ${maxBufferedRecords}, which services of one process have together: Kafka is slower than what is produced, and whatever produces waits.`,
    },
    (gauge) => {
      gauge.set(producer.buffered.records);
    },
  );
  metrics.gauge(
    {
      name: 'casewire_producer_buffered_bytes',
      unit: 'bytes',
      meaning: 'Size of the records that were sent to the producer and are not acknowledged, roughly.',
      badValue: `Near the limit of ${maxBufferedBytes}, which services of one process have together: Kafka is slower than what is produced, and whatever produces waits.`,
    },
    (gauge) => {
      gauge.set(producer.buffered.bytes);
    },
  );
}
