import type { RecordHeaders } from '@casewire/events';
import type { KafkaRecord, RawHeaders, TopicPartition, UnreadableBatch } from '../record.ts';
import { readHeader, readHeaders, readRawHeaders, type HeaderText } from './record-headers.ts';

/** What kafkajs must know of a record's batch, to leave out those of aborted transactions. */
export interface BatchContext {
  readonly producerId: string;
  readonly inTransaction: boolean;
}

/** The fields of a record as they were read. */
export interface ReadFields {
  readonly offset: bigint;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Headers as they stand in the record; `passHeaders` has found them whole. Default: none. */
  readonly headerBytes?: Buffer;
  readonly batchContext: BatchContext;
  /** Whether Kafka wrote it for itself, as it does at the end of a transaction. */
  readonly isControlRecord: boolean;
  readonly unreadable?: UnreadableBatch;
}

const NO_HEADERS = Buffer.from([0]);
/** Memory of a record's objects, roughly. */
const OBJECT_BYTES = 200;

/** A record as kafkajs passes it on, and as handlers get it. */
export class ConsumedRecord implements KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
  readonly unreadable?: UnreadableBatch;
  readonly #headerBytes: Buffer;
  #headerText: HeaderText | undefined;

  constructor({ topic, partition }: TopicPartition, fields: ReadFields) {
    this.topic = topic;
    this.partition = partition;
    this.offset = fields.offset;
    this.timestamp = fields.timestamp;
    this.key = fields.key;
    this.value = fields.value;
    this.isControlRecord = fields.isControlRecord;
    this.batchContext = fields.batchContext;
    if (fields.unreadable !== undefined) this.unreadable = fields.unreadable;
    this.#headerBytes = fields.headerBytes ?? NO_HEADERS;
  }

  get headers(): RecordHeaders {
    return this.#readHeaders().headers;
  }

  header(name: string): string | undefined {
    return this.#headerText === undefined
      ? readHeader(this.#headerBytes, name)
      : this.#headerText.headers[name];
  }

  get headersAreText(): boolean {
    return this.#readHeaders().isText;
  }

  get repeatsHeaders(): boolean {
    const { headers, count } = this.#readHeaders();
    return Object.keys(headers).length < count;
  }

  /** Read again at each call, because it is seldom needed. */
  get rawHeaders(): RawHeaders {
    return readRawHeaders(this.#headerBytes);
  }

  /** Memory that the record takes, roughly, as in-flight limits count it. */
  get bytes(): number {
    return OBJECT_BYTES + (this.key?.length ?? 0) + (this.value?.length ?? 0) + 2 * this.#headerBytes.length;
  }

  /** Read when first asked for: many records wait, and the strings of a dozen headers would wait with each of them. */
  #readHeaders(): HeaderText {
    return (this.#headerText ??= readHeaders(this.#headerBytes));
  }
}
