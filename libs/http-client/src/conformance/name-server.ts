import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What a name server does with a question: addresses (of both families), an error, or nothing at all. */
export type Records = readonly string[] | 'unknown' | 'fails' | 'silent';

/** A name server on loopback (RFC 1035). */
export interface NameServer {
  /** `address:port` */
  readonly address: string;
  /** Names that were asked for, with the kind of record. */
  readonly questions: readonly string[];
  close(): Promise<void>;
}

const TYPE_A = 1;
const TYPE_AAAA = 28;
const CODES = { unknown: 3, fails: 2 } as const;

/** @param recordsOf what there is for a name */
export async function startNameServer(recordsOf: (name: string) => Records): Promise<NameServer> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const { name, type, end } = readQuestion(message);
    questions.push(`${name} ${type === TYPE_AAAA ? 'AAAA' : 'A'}`);
    const records = recordsOf(name);
    if (records === 'silent') return;
    const isError = typeof records === 'string';
    const answers = isError
      ? []
      : records.map((record) => recordOf(record, type)).filter((each) => each !== undefined);
    const head = Buffer.from(message.subarray(0, 12));
    head.writeUInt16BE(0x8180 | (isError ? CODES[records] : 0), 2);
    head.writeUInt16BE(answers.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, message.subarray(12, end), ...answers]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = message.readUInt8(at);
    at += 1;
    if (length === 0) break;
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at), end: at + 4 };
}

/** A record that repeats the name of the question; undefined if the address is of the other family. */
function recordOf(address: string, type: number): Buffer | undefined {
  const data = address.includes(':') ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
  if ((type === TYPE_A ? 4 : 16) !== data.length) return undefined;
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

/** Of an address that is written out in full. */
function ipv6Bytes(address: string): Buffer {
  return Buffer.from(
    address
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  );
}
