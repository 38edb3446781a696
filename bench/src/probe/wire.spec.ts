import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noRequests, readSocket, statementName, type Requests } from './wire.ts';

/** Clients write the header of a message in one piece. */
const KAFKA_HEADER_BYTES = 8;

function kafkaRequest(api: number, bodyBytes: number): Buffer {
  const request = Buffer.alloc(KAFKA_HEADER_BYTES + bodyBytes);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(api, 4);
  return request;
}

const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);

function message(type: string, ...texts: readonly string[]): Buffer {
  const body = Buffer.from(texts.map((text) => `${text}\0`).join(''));
  const header = Buffer.alloc(5);
  header.write(type, 0);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

const parse = (text: string, name = '') => message('P', name, text);
const execute = (name = '') => [message('B', '', name), message('E', ''), message('S')];
const query = (text: string) => message('Q', text);

/** The server has answered before each write. */
function requestsOf(...writes: readonly Uint8Array[]): Requests {
  const requests = noRequests();
  const read = readSocket(requests);
  for (const [answers, bytes] of writes.entries()) read(bytes, answers);
  return requests;
}

describe('requests to Kafka', () => {
  it('are counted by API, however many share a write or however many writes one takes', () => {
    const request = fc.record({ api: fc.constantFrom(0, 1, 12), bodyBytes: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(request, { minLength: 1 }), fc.infiniteStream(fc.boolean()), (given, joins) => {
        const pieces = given.flatMap(({ api, bodyBytes }) => {
          const bytes = kafkaRequest(api, bodyBytes);
          return [bytes.subarray(0, KAFKA_HEADER_BYTES), bytes.subarray(KAFKA_HEADER_BYTES)];
        });
        const writes: Buffer[] = [];
        for (const piece of pieces) {
          const isJoined = writes.length > 0 && joins.next().value === true;
          writes.push(isJoined ? Buffer.concat([writes.pop() ?? piece, piece]) : piece);
        }
        const { kafka, unread } = requestsOf(...writes);
        const countOf = (api: number) => given.filter((one) => one.api === api).length;
        expect([kafka['Produce'] ?? 0, kafka['Fetch'] ?? 0, kafka['Heartbeat'] ?? 0]).toEqual(
          [0, 1, 12].map(countOf),
        );
        expect(unread).toBe(0);
      }),
    );
  });
});

describe('statements to PostgreSQL', () => {
  it('are counted each time that they are executed, those prepared earlier too', () => {
    const { statements, unread } = requestsOf(
      startup,
      parse('SELECT a FROM b', 'named'),
      ...execute('named'),
      Buffer.concat([...execute('named'), parse('DELETE FROM c'), ...execute()]),
    );
    expect(statements).toEqual({ 'SELECT a FROM b': 2, 'DELETE FROM c': 1 });
    expect(unread).toBe(0);
  });

  it('make one round trip together if the server has not answered in between', () => {
    const sent = [query('BEGIN'), parse('SELECT 1'), ...execute()];
    expect(requestsOf(startup, ...sent).roundTrips).toBe(2);
    expect(requestsOf(startup, Buffer.concat(sent)).roundTrips).toBe(1);
    const requests = noRequests();
    const read = readSocket(requests);
    for (const bytes of [startup, ...sent]) read(bytes, 0);
    expect(requests.roundTrips).toBe(1);
  });

  it('make one transaction together from BEGIN to COMMIT, and one each without', () => {
    const inTransaction = [query('BEGIN'), parse('SELECT 1'), ...execute(), query('COMMIT')];
    expect(requestsOf(startup, ...inTransaction)).toMatchObject({ transactions: 1, roundTrips: 3 });
    expect(requestsOf(startup, query('SELECT 1'), query('SELECT 2')).transactions).toBe(2);
  });

  it('bear their first words without constants, so that PostgreSQL calls them the same', () => {
    expect(statementName("SELECT\n  a1 FROM b WHERE c = $1 AND d = 'x' AND e < 30")).toBe(
      statementName('SELECT a1 FROM b WHERE c = $1 AND d = $2 AND e < $3'),
    );
  });
});

describe('a socket that speaks another protocol', () => {
  it.each([
    ['HTTP', Buffer.from('POST /hook HTTP/1.1\r\n\r\n')],
    ['TLS', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc])],
  ])('counts for nothing: %s', (_, first) => {
    expect(requestsOf(first, kafkaRequest(0, 1), startup)).toEqual(noRequests());
  });
});
