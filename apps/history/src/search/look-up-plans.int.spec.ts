import { randomBytes } from 'node:crypto';
import type { Pool } from '@casewire/database';
import {
  ensureEventPartitions,
  listRejectedEvents,
  lookUpEvents,
  lookUpRejectedEvents,
  type RejectedScope,
} from '@casewire/event-store';
import { timeOrderedUuid } from '@casewire/events';
import {
  countOutcomesOfEvents,
  ensureLedgerPartitions,
  listInvocations,
  lookUpInvocations,
  lookUpInvocationsOfEvents,
} from '@casewire/invocation-ledger';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptRecord, batchOf, deliveryOf, deliveryRecord } from '../testing/records.ts';
import { lookUpsFor } from './search-query.ts';

const DAY_MS = 86_400_000;
const ROWS = 5_000;
const scope = { tenantId: 'acme', environment: 'sandbox' } as const;
const id = timeOrderedUuid(Date.now(), randomBytes(10));
const keys = lookUpsFor({ q: id });

const { pool } = useLedger();

/** Two days of the tenant, which share some texts: what an index of tenants alone would have to read through. */
beforeAll(async () => {
  for (const at of [Date.now(), Date.now() - DAY_MS]) {
    await ensureLedgerPartitions(pool, at);
    await ensureEventPartitions(pool, new Date(at));
    await fillInvocations(at);
    await fillEvents(at);
  }
  await fillRejected();
  await pool.query('VACUUM ANALYZE history.invocations, ingestion.events, ingestion.rejected_events');
});

const uuidOf = (at: number) =>
  `('${timeOrderedUuid(at, randomBytes(10)).slice(0, 13)}-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

/** Rows of the ledger that differ from one of its own by what look-ups read. */
async function fillInvocations(acceptedAt: number): Promise<void> {
  const delivery = deliveryOf({ acceptedAt });
  const next = { kind: 'defer', reason: 'lane-full', at: Date.now() } as const;
  const recorder = createRecorder(pool);
  await recorder.record(batchOf([deliveryRecord(delivery), attemptRecord(delivery, next)]));
  const own: Readonly<Record<string, string>> = {
    ...{ id: uuidOf(acceptedAt), event_uid: uuidOf(acceptedAt), seq: `nextval('history.invocation_seq')` },
    ...{ event_id: `'evt-' || n`, subject: `'run-' || n % 100` },
  };
  const { rows } = await pool.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
      WHERE table_schema = 'history' AND table_name = 'invocations'`,
  );
  const names = rows.map(({ name }) => name);
  await pool.query(
    `INSERT INTO history.invocations (${names.join(', ')})
     SELECT ${names.map((name) => own[name] ?? `original.${name}`).join(', ')}
       FROM history.invocations AS original, generate_series(1, ${ROWS}) AS n
      WHERE original.id = $1`,
    [delivery.invocationId],
  );
}

async function fillEvents(acceptedAt: number): Promise<void> {
  await pool.query(
    `INSERT INTO ingestion.events (uid, tenant_id, environment, type, subject, correlation_id, attributes, data)
     SELECT ${uuidOf(acceptedAt)}, 'acme', 'sandbox', 'a.b', 'run-' || n % 100, 'trace-' || n % 100,
            format('{"id":"evt-%s","workflowruntimeid":"other-%s"}', n, n % 100)::json, ''
       FROM generate_series(1, ${ROWS}) AS n`,
  );
}

async function fillRejected(): Promise<void> {
  await pool.query(
    `INSERT INTO ingestion.rejected_events
       (id, tenant_id, environment, event_id, type, subject, runtime_id, correlation_id,
        reason, path, message, topic, partition, "offset", key, headers, value, truncated, rejected_at)
     SELECT ${uuidOf(Date.now())}, 'acme', 'sandbox', 'evt-' || n, 'type-' || n % 100, 'run-' || n % 100, 'other-' || n % 100, 'trace-' || n % 100,
            'empty', '', '', 't', 0, n, convert_to('run-' || n % 100, 'UTF8'), '{}', '', false, now()
       FROM generate_series(1, ${ROWS}) AS n`,
  );
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that work sends, with their parameters. */
async function statementsOf(work: (pool: Pool) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const query = (statement: string | Statement, values: readonly unknown[] = []) => {
    const sent = typeof statement === 'string' ? { text: statement, values } : statement;
    statements.push(sent);
    return pool.query(sent.text, [...sent.values]);
  };
  await work({ query } as unknown as Pool);
  return statements;
}

/**
 * How the plan of a statement reads tables that have rows: the node, and what it looks for in its index.
 * @param isGeneric whether it is the plan for any parameters
 */
async function readsOf({ text, values }: Statement, isGeneric: boolean): Promise<string[]> {
  const explained = isGeneric
    ? await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`)
    : await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
  const { rows: filled } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE reltuples >= ${ROWS}`,
  );
  const names = new Set(filled.map(({ name }) => name));
  const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
  const nodes = explained.rows[0]?.['QUERY PLAN'].flatMap(({ Plan: root }) => nodesOf(root)) ?? [];
  return nodes
    .filter((node) => names.has(node['Relation Name'] ?? node['Index Name'] ?? ''))
    .map((node) => `${node['Node Type']}: ${node['Index Cond'] ?? ''}`);
}

const lookUps: readonly (readonly [about: string, work: (pool: Pool) => Promise<unknown>])[] = [
  ['invocations', (on) => lookUpInvocations(on, scope, id, keys.invocations, 11)],
  ['invocations of events', (on) => lookUpInvocationsOfEvents(on, scope, [id, id], 11)],
  ['how events have ended', (on) => countOutcomesOfEvents(on, [id, id])],
  ['events', (on) => lookUpEvents(on, scope, id, keys.events, 11)],
  ['rejected events', (on) => lookUpRejectedEvents(on, scope, id, keys.rejectedEvents, 11)],
  [
    'invocations of a subject in a list',
    (on) => listInvocations(on, scope, { subject: 'run-1' }, { from: 'newest', limit: 20 }),
  ],
];

/** A look-up by a text, or by an id. Without them, a read passes over all that the tenant has. */
const BY_TEXT =
  /^(?:Bitmap )?Index .*(?:hashtextextended|\bu?id (?:=|>=)|\b(?:event_id|type|subject|runtime_id|correlation_id) = )/;

describe.each([
  ['these parameters', false],
  ['any parameters', true],
])('a look-up, planned for %s', (_about, isGeneric) => {
  it.each(lookUps)('finds %s by indexes of the text', async (_what, work) => {
    const statements = await statementsOf(work);
    expect(statements).not.toEqual([]);
    for (const statement of statements) {
      const reads = await readsOf(statement, isGeneric);
      expect(reads).not.toEqual([]);
      expect(reads.filter((read) => !BY_TEXT.test(read) && !read.startsWith('Bitmap Heap'))).toEqual([]);
    }
  });
});

const filters = [
  { eventId: 'evt-1' },
  { type: 'type-1' },
  { subject: 'run-1' },
  { correlationId: 'trace-1' },
  { subject: 'run-1', type: 'type-1' },
];

describe.each<[string, RejectedScope]>([
  ['a tenant', scope],
  ['all tenants', {}],
])('a list of rejected events of %s', (_whose, visible) => {
  it.each(filters)('is read by an index of %j', async (filter) => {
    const page = { limit: 20, order: 'desc' } as const;
    const statements = await statementsOf((on) => listRejectedEvents(on, visible, filter, page));
    const reads = await Promise.all(statements.map((statement) => readsOf(statement, false)));
    expect(reads.flat()).toContainEqual(
      expect.stringMatching(/\b(?:event_id|type|subject|correlation_id) = /),
    );
    expect(reads.flat().filter((read) => !BY_TEXT.test(read) && !read.startsWith('Bitmap Heap'))).toEqual([]);
  });
});

it('looks for an id into no partition but its own', async () => {
  for (const look of [
    (on: Pool) => lookUpInvocations(on, scope, id, ['id', 'eventUid'], 11),
    (on: Pool) => lookUpInvocationsOfEvents(on, scope, [id, id], 11),
  ]) {
    const statements = await statementsOf(look);
    const reads = await Promise.all(statements.map((statement) => readsOf(statement, false)));
    expect(reads.flat().filter((read) => !read.startsWith('Bitmap Heap'))).toHaveLength(2);
  }
});

it('finds the newest of many by reading few', async () => {
  const [statement] = await statementsOf((on) => lookUpInvocations(on, scope, 'run-1', ['subject'], 11));
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${statement?.text ?? ''}`,
    [...(statement?.values ?? [])],
  );
  const read = rows.flatMap((row) => /Index Scan.*rows=([\d.]+)/.exec(row['QUERY PLAN'])?.[1] ?? []);
  expect(read.length).toBeGreaterThanOrEqual(2);
  expect(read.map(Number).reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(13);
});
