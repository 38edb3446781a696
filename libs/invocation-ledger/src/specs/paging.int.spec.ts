import { createPool, inTransaction, type Pool } from '@casewire/database';
import { createTestDatabase, type TestDatabase } from '@casewire/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyUpdates } from '../apply/apply-updates.ts';
import { ensureLedgerPartitions, findCursor, listInvocations } from '../index.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, applicationName: 'spec', poolSize: 12 });
  await ensureLedgerPartitions(pool, Date.now());
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const WRITERS = 6;
const BATCHES = 25;
const BATCH = 8;

/** Batches in transactions that dawdle before and after they write; a third of the attempts come before their delivery. */
async function write(writer: number): Promise<string[]> {
  const ids: string[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const contents = Array.from({ length: BATCH }, () => sampleContent());
    const early = contents.filter((_, index) => index % 3 === 0);
    await inTransaction(pool, (client) =>
      applyUpdates(
        client,
        early.map((content) => outcome(content, sampleAttempt(content))),
      ),
    );
    const [before, after] = [((writer * 7 + batch) % 5) / 500, ((writer * 3 + batch) % 7) / 500];
    await inTransaction(pool, async (client) => {
      await client.query('SELECT pg_sleep($1)', [before]);
      await applyUpdates(
        client,
        contents.map((content) => seen(content)),
      );
      await client.query('SELECT pg_sleep($1)', [after]);
    });
    ids.push(...contents.map(({ id }) => id));
  }
  return ids;
}

/** Follows `after`, as a client does, until the writers are done and nothing is left. */
async function follow(isDone: () => boolean): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const wasDone = isDone();
    const last = ids.at(-1);
    const cursor = last === undefined ? undefined : await findCursor(pool, scope, last);
    const above = cursor?.kind === 'found' ? cursor.upwards : undefined;
    const { rows } = await listInvocations(pool, scope, {}, { above, from: 'oldest', limit: 7 });
    ids.push(...rows.map(({ id }) => id));
    if (wasDone && rows.length === 0) return ids;
  }
}

describe('pages, while several processes write in slow transactions', () => {
  it('show every invocation exactly once to a reader who follows them', async () => {
    let done = false;
    const reading = follow(() => done);
    const written = (await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))).flat();
    done = true;
    const read = await reading;
    expect(read).toHaveLength(WRITERS * BATCHES * BATCH);
    expect([...read].sort()).toEqual([...written].sort());
  }, 60_000);
});
