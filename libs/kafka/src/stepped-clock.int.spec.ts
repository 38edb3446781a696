import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { createBench, silent } from './consumer.fixture.ts';
import { RecordProducer, type Settlement } from './index.ts';
import { ProduceTimeoutError } from './produce/produce-errors.ts';

const done: Settlement = { kind: 'done' };
const SESSION_MS = 6_000;

afterEach(() => {
  jest.restoreAllMocks();
});

/** Sets the wall clock of this process back, as an administrator or NTP may do. */
function setClockBack(ms = 3_600_000): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() - ms);
}

describe('when the clock is set back by an hour', () => {
  it('a member goes on sending heartbeats, and keeps its partitions', async () => {
    const bench = await createBench(kafkaBrokers(), testTopicPrefix());
    const assignments: unknown[] = [];
    let seen = 0;
    const strategy = await bench.consume(
      ({ records }) => {
        seen += records.length;
        return Promise.resolve(records.map(() => done));
      },
      {
        limits: { sessionTimeoutMs: SESSION_MS },
        observer: { onAssignment: (each) => assignments.push(each) },
      },
    );
    const before = assignments.length;
    setClockBack();
    const startedAt = performance.now();
    await eventually(() => {
      expect(performance.now() - startedAt).toBeGreaterThan(SESSION_MS + 3_000);
    });
    expect(strategy.ready).toBe(true);
    await bench.produce('k', 0, 10);
    await eventually(() => {
      expect(seen).toBe(10);
    });
    expect(assignments.length).toBe(before);
    await bench.close();
  });

  it('a record is still given up in time', async () => {
    const producer = new RecordProducer({
      connection: { brokers: kafkaBrokers(), clientId: 'spec' },
      logger: silent,
      limits: { deliveryTimeoutMs: 500 },
    });
    producer.start();
    const sent = producer.send({ topic: `${testTopicPrefix()}none`, key: 'k', value: null });
    setClockBack();
    await expect(sent).rejects.toThrow(ProduceTimeoutError);
    await producer.stop();
  });

  it('a broker that does not answer is still given up in time', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    let failures = 0;
    const producer = new RecordProducer({
      connection: { brokers: [`127.0.0.1:${port}`], clientId: 'spec' },
      logger: silent,
      limits: { requestTimeoutMs: 1_000 },
      observer: { onRetry: () => (failures += 1) },
    });
    const connected = once(server, 'connection');
    producer.start();
    await connected;
    setClockBack();
    await eventually(() => {
      expect(failures).toBeGreaterThan(0);
    });
    for (const socket of sockets) socket.destroy();
    server.close();
    await producer.stop();
  });
});
