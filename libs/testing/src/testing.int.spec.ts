import { describe, expect, it } from '@jest/globals';
import { useAdmin, useDatabase } from './fixtures/index.ts';
import { testTopicPrefix } from './index.ts';

const [first, second] = [useDatabase(), useDatabase()];
const admin = useAdmin();

describe('the infrastructure of a run', () => {
  it('gives each spec a migrated database of its own', async () => {
    expect(first.url).not.toBe(second.url);
    const { rows } = await first.pool.query<{ schema: string }>(
      `SELECT schema_name AS schema FROM information_schema.schemata WHERE schema_name IN ('ingestion')`,
    );
    expect(rows).toEqual([{ schema: 'ingestion' }]);
  });

  it('gives each spec topics of its own on a real Kafka', async () => {
    const topic = `${testTopicPrefix()}greetings`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    expect(await admin.listTopics()).toContain(topic);
  });
});
