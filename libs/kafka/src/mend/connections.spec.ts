import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createKafkaClient } from '../client.ts';
import { silent } from '../consumer.fixture.ts';
import type { Call, Connection } from './internals.ts';
import { createCluster } from './mend-kafkajs.ts';

const REQUEST_TIMEOUT_MS = 300;

let server: Server;
/** The broker's ends of all connections. */
let sockets: Socket[];
let connection: Connection;

beforeEach(async () => {
  sockets = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    // It has written to a socket that is gone.
    socket.on('error', () => undefined);
    sockets.push(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const kafka = createKafkaClient({ brokers: [`127.0.0.1:${port}`], clientId: 'spec' }, silent, {
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
  const { connectionPoolBuilder } = createCluster(kafka, { metadataMaxAge: 300_000 });
  const { pool } = await connectionPoolBuilder.build();
  const [first] = pool;
  if (first === undefined) throw new Error('the pool has no connection');
  connection = first;
});

afterEach(async () => {
  await connection.disconnect();
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** Connects. @returns the broker's end */
async function connect(): Promise<Socket> {
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  await connection.connect();
  const [socket] = await accepted;
  return socket;
}

/** Asks, and waits until the broker has the question. */
async function ask(broker: Socket): Promise<{ readonly answer: Promise<unknown>; readonly number: number }> {
  const answer = connection.send(question);
  answer.catch(() => undefined);
  const [request] = (await once(broker, 'data')) as [Buffer];
  return { answer, number: request.readInt32BE(8) };
}

/** The bytes of an answer: its size, the number of its question, and a text. */
function answerTo(number: number, text: string): Buffer {
  const body = Buffer.concat([Buffer.alloc(4), Buffer.from(text)]);
  body.writeInt32BE(number);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

const question: Call = {
  request: {
    apiKey: 12,
    apiName: 'Heartbeat',
    apiVersion: 0,
    encode: () => Promise.resolve({ buf: Buffer.alloc(0), buffer: Buffer.alloc(0) }),
  },
  response: { decode: (bytes) => Promise.resolve(bytes), parse: (answer) => Promise.resolve(answer) },
};

it('a request is given up in time, although kafkajs stops looking for such requests meanwhile', async () => {
  const { answer } = await ask(await connect());
  // As it does when the connection is made a second time, and when it ends.
  connection.requestQueue.destroy();
  await expect(answer).rejects.toThrow('timed out');
});

it('a connection that ends waits for its last request no longer than that takes at most', async () => {
  await ask(await connect());
  connection.requestQueue.destroy();
  await connection.disconnect();
  expect(connection.isConnected()).toBe(false);
});

it('an answer that is cut off spoils none of the next connection', async () => {
  const first = await connect();
  const cut = await ask(first);
  first.end(answerTo(cut.number, 'x'.repeat(1_000)).subarray(0, 500));
  await expect(cut.answer).rejects.toThrow('Closed connection');
  const second = await connect();
  const { answer, number } = await ask(second);
  second.write(answerTo(number, 'whole'));
  expect(String(await answer)).toBe('whole');
});

it('what comes late over a connection that was given up spoils none of the next one', async () => {
  const first = await connect();
  const late = await ask(first);
  await expect(late.answer).rejects.toThrow('timed out');
  await connection.disconnect();
  const second = await connect();
  const { answer, number } = await ask(second);
  first.end(answerTo(late.number, 'x'.repeat(1_000)).subarray(0, 500));
  await once(first, 'close');
  second.write(answerTo(number, 'whole'));
  expect(String(await answer)).toBe('whole');
});

it('who connect at the same time share one socket', async () => {
  const [broker] = await Promise.all([connect(), connection.connect(), connection.connect()]);
  const { answer, number } = await ask(broker);
  broker.write(answerTo(number, 'whole'));
  await answer;
  expect(sockets).toHaveLength(1);
});

it('who gives a connection up ends no attempt that another has begun', async () => {
  const attempt = connect();
  await connection.disconnect();
  const broker = await attempt;
  const { answer, number } = await ask(broker);
  broker.write(answerTo(number, 'whole'));
  expect(String(await answer)).toBe('whole');
});
