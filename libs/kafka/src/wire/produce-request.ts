import type { Message } from 'kafkajs';
import { ByteWriter } from './byte-writer.ts';
import { writeRecordBatch } from './write-record-batch.ts';

/** What kafkajs makes a produce request from. */
export interface ProduceRequest {
  readonly acks: number;
  /** Milliseconds. */
  readonly timeout: number;
  /** 0: none. */
  readonly compression?: number;
  readonly transactionalId?: string | null;
  /** -1: not idempotent. */
  readonly producerId?: number | object;
  readonly topicData: readonly TopicData[];
}

interface TopicData {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly messages: readonly Message[] }[];
}

/** Versions of the request before this one carry records in another format; those up to 7 have the same layout. */
export const FIRST_PRODUCE_VERSION = 3;
/** Bytes of a record's key, headers and framing, roughly. */
const OVERHEAD_BYTES = 600;

/** Whether `writeProduceRequest` can write it: uncompressed and without a transaction, as Casewire's producers send. */
export function isPlain({ compression = 0, transactionalId, producerId }: ProduceRequest): boolean {
  return compression === 0 && (transactionalId ?? null) === null && producerId === -1;
}

/** Writes the body of a produce request of version 3 to 7. */
export function writeProduceRequest({ acks, timeout, topicData }: ProduceRequest, now: number): Buffer {
  const writer = new ByteWriter(expectedBytes(topicData));
  writer.int16(-1);
  writer.int16(acks);
  writer.int32(timeout);
  writer.array(topicData, ({ topic, partitions }) => {
    writer.shortText(topic);
    writer.array(partitions, ({ partition, messages }) => {
      writer.int32(partition);
      const length = writer.skip(4);
      writeRecordBatch(writer, messages, now);
      writer.int32At(length, writer.length - length - 4);
    });
  });
  return writer.written();
}

function expectedBytes(topicData: readonly TopicData[]): number {
  const records = topicData.flatMap(({ partitions }) => partitions.flatMap(({ messages }) => messages));
  return records.reduce((sum, { value }) => sum + OVERHEAD_BYTES + (value?.length ?? 0), OVERHEAD_BYTES);
}
