import { createPool } from '@casewire/database';
import { workspaceCache } from '@casewire/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { findFreePort, startKafka, startPostgres, type RunningPostgres } from './index.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'casewire-'));
});

afterEach(() => rm(dataDir, { recursive: true }));

async function listTopics(brokers: string): Promise<string[]> {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = await admin.listTopics();
  await admin.disconnect();
  return topics;
}

async function query(server: RunningPostgres, sql: string): Promise<unknown[]> {
  const pool = createPool({ url: server.url, applicationName: 'spec' });
  const { rows } = await pool.query<Record<string, unknown>>(sql);
  await pool.end();
  return rows;
}

describe('embedded Kafka', () => {
  it('keeps its topics over a crash, without anybody mending anything', async () => {
    const options = { dataDir, port: await findFreePort(), cacheDir: join(workspaceCache, 'kafka') };
    const first = await startKafka(options);
    const admin = new Kafka({ brokers: [first.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
    await admin.disconnect();
    await first.kill();

    const second = await startKafka(options);
    expect(await listTopics(second.brokers)).toContain('kept');
    await second.stop();
  });
});

describe('embedded PostgreSQL', () => {
  it('keeps its rows over a crash, without anybody mending anything', async () => {
    const options = { dataDir, port: await findFreePort(), database: 'casewire' };
    const first = await startPostgres(options);
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.kill();

    const second = await startPostgres(options);
    expect(await query(second, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('is replaced when a start finds it running on the same folder', async () => {
    const options = { dataDir, port: await findFreePort() };
    const leftover = await startPostgres(options);
    const next = await startPostgres(options);
    await leftover.exited;
    expect(await query(next, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('names the port that something else listens on', async () => {
    const port = await findFreePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      await expect(startPostgres({ dataDir, port })).rejects.toMatchObject({ code: 'port-in-use', port });
    } finally {
      other.close();
    }
  });

  it('leaves nothing running when its start is given up', async () => {
    const port = await findFreePort();
    const signal = AbortSignal.abort(new Error('given up'));
    await expect(startPostgres({ dataDir, port, signal })).rejects.toThrow('given up');
  });
});
