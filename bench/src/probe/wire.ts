/**
 * Counts what a process asks of Kafka and PostgreSQL, from the bytes that it writes to them. Loaded into services by
 * `hook.ts`, so it imports nothing.
 */

/** What a process has asked so far. */
export interface Requests {
  /** Requests to Kafka, by API. */
  readonly kafka: Record<string, number>;
  /** Statements executed by PostgreSQL, by their first words. */
  readonly statements: Record<string, number>;
  /** Ended by the client, or of one statement of its own. */
  transactions: number;
  /** Times that PostgreSQL was asked and the answer was awaited. */
  roundTrips: number;
  /** Writes to Kafka and PostgreSQL that could not be read: then the counts above are too low. */
  unread: number;
}

type Protocol = 'kafka' | 'postgres' | 'other';

/**
 * Reads the writes of one socket.
 * @param receivedBytes what the socket has received before the write: more than before the last one if it has answered
 */
export type SocketReader = (bytes: Uint8Array, receivedBytes: number) => void;

const NAME_LENGTH = 72;

/** Names of statements by their text: the same ones are sent again and again. */
const names = new Map<string, string>();
const MAX_NAMES = 1_000;

/** The first words of a statement, without its constants. */
export function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MAX_NAMES) names.clear();
  const name = text
    .replaceAll(/'[^']*'|\$?\b\d+\b/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, NAME_LENGTH);
  names.set(text, name);
  return name;
}

export function noRequests(): Requests {
  return {
    kafka: {},
    statements: {},
    transactions: 0,
    roundTrips: 0,
    unread: 0,
  };
}

/** A reader for a new socket; which protocol it speaks is told from its first bytes. */
export function readSocket(requests: Requests): SocketReader {
  let read: SocketReader | undefined;
  return (bytes, receivedBytes) => {
    read ??= readers[protocolOf(bytes)](requests);
    read(bytes, receivedBytes);
  };
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html, StartupMessage and SSLRequest. */
const postgresStarts = [196_608, 80_877_103];
const MAX_KAFKA_API = 100;

function protocolOf(bytes: Uint8Array): Protocol {
  if (bytes.length < 8) return 'other';
  const view = viewOf(bytes);
  if (postgresStarts.includes(view.getUint32(4))) return 'postgres';
  // A length below 16 MB, and a low number: neither HTTP nor TLS begins like that.
  return bytes[0] === 0 && view.getUint16(4) <= MAX_KAFKA_API ? 'kafka' : 'other';
}

const readers: Readonly<Record<Protocol, (requests: Requests) => SocketReader>> = {
  kafka: readKafka,
  postgres: readPostgres,
  other: () => () => undefined,
};

/** https://kafka.apache.org/protocol#protocol_api_keys */
const kafkaApis: Readonly<Record<number, string>> = {
  0: 'Produce',
  1: 'Fetch',
  2: 'ListOffsets',
  3: 'Metadata',
  8: 'OffsetCommit',
  9: 'OffsetFetch',
  10: 'FindCoordinator',
  11: 'JoinGroup',
  12: 'Heartbeat',
  13: 'LeaveGroup',
  14: 'SyncGroup',
  18: 'ApiVersions',
  19: 'CreateTopics',
  22: 'InitProducerId',
  32: 'DescribeConfigs',
};

function readKafka(requests: Requests): SocketReader {
  return inFrames(requests, { sizeAt: 0, headerBytes: 6, countedBefore: 4 }, (frame) => {
    const key = viewOf(frame).getUint16(4);
    count(requests.kafka, kafkaApis[key] ?? `API ${key}`);
  });
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
function readPostgres(requests: Requests): SocketReader {
  const texts = new Map<string, string>();
  let bound = '';
  let isInTransaction = false;
  const execute = (text: string): void => {
    count(requests.statements, statementName(text));
    if (/^\s*(BEGIN|START)\b/i.test(text)) isInTransaction = true;
    if (/\b(COMMIT|ROLLBACK)\s*;?\s*$/i.test(text)) isInTransaction = false;
  };
  let [received, answered] = [0, -1];
  const expectAnswer = (): void => {
    // Statements that are sent without waiting for one another make one round trip.
    if (received !== answered) requests.roundTrips += 1;
    answered = received;
    if (!isInTransaction) requests.transactions += 1;
  };
  const messages: Readonly<Record<string, (frame: Uint8Array) => void>> = {
    // Parse: statement, text.
    P: (frame) => {
      const [name = '', text = ''] = textsOf(frame);
      texts.set(name, text);
    },
    // Bind: portal, statement.
    B: (frame) => {
      bound = texts.get(textsOf(frame)[1] ?? '') ?? '';
    },
    // Execute
    E: () => {
      execute(bound);
    },
    // Query: text.
    Q: (frame) => {
      execute(textsOf(frame)[0] ?? '');
      expectAnswer();
    },
    // Sync
    S: expectAnswer,
  };
  const read = inFrames(requests, { sizeAt: 1, headerBytes: 5, countedBefore: 1 }, (frame) => {
    messages[String.fromCharCode(frame[0] ?? 0)]?.(frame);
  });
  let hasStarted = false;
  return (bytes, receivedBytes) => {
    received = receivedBytes;
    // The first message has no type. What the client says next has one.
    if (hasStarted) read(bytes);
    hasStarted ||= viewOf(bytes).getUint32(4) === postgresStarts[0];
  };
}

interface FrameShape {
  /** Where its length stands. */
  readonly sizeAt: number;
  /** Bytes that must be there to tell the kind. */
  readonly headerBytes: number;
  /** Bytes that the length does not count. */
  readonly countedBefore: number;
}

/** Calls `onFrame` with each message of a stream of writes, or with its beginning if it is continued in another write. */
function inFrames(
  requests: Requests,
  shape: FrameShape,
  onFrame: (frame: Uint8Array) => void,
): (bytes: Uint8Array) => void {
  let toSkip = 0;
  return (bytes) => {
    let at = Math.min(toSkip, bytes.length);
    toSkip -= at;
    while (at < bytes.length) {
      const rest = bytes.subarray(at);
      if (rest.length < shape.headerBytes) {
        requests.unread += 1;
        return;
      }
      const size = viewOf(rest).getUint32(shape.sizeAt) + shape.countedBefore;
      onFrame(rest.subarray(0, size));
      at += size;
    }
    toSkip += Math.max(0, at - bytes.length);
  };
}

/** The texts that end with a zero, behind type and length. */
function textsOf(frame: Uint8Array): string[] {
  return Buffer.from(frame.buffer, frame.byteOffset + 5, frame.length - 5)
    .toString('latin1')
    .split('\0', 2);
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
