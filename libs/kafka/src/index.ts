export type { KafkaConnection, SaslSettings } from './connection.ts';
export type { KafkaLogger } from './logger.ts';
export type { ConsumerObserver, ProducerObserver } from './observers.ts';
export { partitionKey } from './record.ts';
export type { KafkaRecord, OutgoingRecord, RawHeaders, TopicPartition } from './record.ts';
export type { BatchHandler, OffsetRange, RecordBatch, Settlement } from './batch.ts';
export { PoisonRecordsError, type PoisonRecord } from './faults.ts';
export { StalePositionError, type OffsetStore } from './offset-store.ts';
export {
  KafkaBatch,
  type KafkaBatchOptions,
  type TopicBinding,
  type TopicSelection,
} from './nest/kafka-batch.ts';
export { KafkaStrategy, type KafkaStrategyOptions } from './nest/kafka-strategy.ts';
export { consumerGroupId } from './consume/consumer-group-id.ts';
export type { ConsumerLimits } from './consume/limits.ts';
export { RecordProducer, type RecordProducerOptions } from './produce/record-producer.ts';
export type { ProducerLimits } from './produce/limits.ts';
export {
  BufferFullError,
  ProducerStoppedError,
  ProduceTimeoutError,
  RecordTooLargeError,
} from './produce/produce-errors.ts';
export {
  deadLetterHeaders,
  toDeadLetter,
  type DeadLetterProducer,
  type Rejection,
} from './dead-letter/dead-letter-record.ts';
export { consumerLag, type KafkaAdmin, type PartitionOffsets } from './admin/kafka-admin.ts';
export { createKafkaAdmin } from './admin/create-kafka-admin.ts';
export { ensureTopics, TopicMisconfiguredError, type TopicSettings } from './admin/ensure-topics.ts';
export { isTransientKafkaError } from './kafka-error.ts';
