const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Records are at least this large, however small events are: a record also holds attributes and headers, and records of
 * attempts hold headers and answers, none of which depends on the size of an event. Kafka's own default is as much.
 */
const MIN_MESSAGE_BYTES = MIB;

/** Brokers read requests of at most 100 MiB (`socket.request.max.bytes`), the framing of a record among it. */
const MAX_MESSAGE_BYTES = 96 * MIB;

/**
 * Bytes that a record's key, headers and framing may take beside its value: 64 attributes of 512 bytes, each
 * percent-encoded in a header of `cloudevents-binary`, and what placeholders stand for.
 */
const RECORD_OVERHEAD_BYTES = 256 * KIB;

/** The sizes that follow from the largest event. */
export interface Sizes {
  /** Largest body of a request over HTTP. */
  readonly maxRequestBytes: number;
  /** Largest record that the topics take. */
  readonly maxMessageBytes: number;
  /** Largest body of a delivery. */
  readonly maxBodyBytes: number;
}

/**
 * A delivery's body may be about twice as large as its event: an envelope or a transform can make it so. Whatever the
 * largest event is, its record, its envelope and its attributes fit.
 * @param maxEventBytes a value that `CASEWIRE_MAX_EVENT_BYTES` accepts
 */
export function sizesFor(maxEventBytes: number): Sizes {
  const maxRequestBytes = 2 * maxEventBytes;
  const maxMessageBytes = Math.min(Math.max(maxRequestBytes, MIN_MESSAGE_BYTES), MAX_MESSAGE_BYTES);
  return { maxRequestBytes, maxMessageBytes, maxBodyBytes: maxMessageBytes - RECORD_OVERHEAD_BYTES };
}
