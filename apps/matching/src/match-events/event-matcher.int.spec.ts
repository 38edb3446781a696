import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodeAcceptedHeaders, timeOrderedUuid } from '@casewire/events';
import { RecordTooLargeError, type KafkaRecord, type OutgoingRecord } from '@casewire/kafka';
import { createLogger, createMetrics } from '@casewire/observability';
import { dataUrlOf, insertTenant, insertWebhook } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { EventMatcher } from './event-matcher.ts';
import { createMatchingMetrics } from './matching-metrics.ts';

const metrics = createMatchingMetrics(createMetrics('spec'));
const logger = createLogger({ name: 'spec', level: 'silent' });
const { pool } = useDatabase();

beforeAll(async () => {
  await insertTenant(pool, 'acme');
  await insertTenant(pool, 'globex');
});

/** Keeps what is produced. Refuses all of it while `isAway`, and for good what is `tooLarge`. */
class Sink {
  readonly records: OutgoingRecord[] = [];
  isAway = false;
  tooLarge: (record: OutgoingRecord) => boolean = () => false;

  send(record: OutgoingRecord): Promise<void> {
    if (this.isAway) return Promise.reject(new Error('the process died'));
    if (this.tooLarge(record)) return Promise.reject(new RecordTooLargeError('too large'));
    this.records.push(record);
    return Promise.resolve();
  }

  /** Ids of the invocations that were started, each as often as it was. */
  started(): string[] {
    return this.records.map(({ headers }) => String(headers?.['event-id']));
  }
}

function matcherTo(sink: Sink): EventMatcher {
  const settings = { topicPrefix: 't.', maxBodyBytes: 1_000_000, dataUrlOf };
  return new EventMatcher(pool, sink, settings, { metrics, logger });
}

async function matchAll(sink: Sink, records: readonly KafkaRecord[]): Promise<void> {
  for (const settlement of await matcherTo(sink).match({ records, isHeld: () => true })) await settlement;
}

async function createWebhook(
  definitionId: string,
  { createdAt, ...content }: { stateNames?: string[]; filter?: string; createdAt?: number } = {},
  tenantId = 'acme',
) {
  await insertWebhook(pool, { id: newId(createdAt), tenantId, definitionId, ...content });
}

async function createWebhookOfRun(
  runtimeId: string,
  endsWithRun: boolean,
  status: 'active' | 'disabled' = 'active',
) {
  await insertWebhook(pool, { tenantId: 'acme', runtimeId, endsWithRun, status });
}

function newId(at = Date.now()): string {
  return timeOrderedUuid(at, randomBytes(10));
}

let offset = 0n;

function record(
  definitionId: string,
  runId: string | undefined,
  id: string,
  data: object,
  { type = 'workflow.state.changed', tenantId = 'acme' } = {},
) {
  const acceptedAt = Date.now();
  const headers = encodeAcceptedHeaders({
    uid: newId(),
    acceptedAt,
    attributes: {
      id,
      source: '/workflows',
      type,
      time: '2024-10-24T11:42:25Z',
      tenantid: tenantId,
      environment: 'sandbox',
      workflowdefinitionid: definitionId,
      ...(runId !== undefined && { workflowruntimeid: runId }),
    },
    data: Buffer.alloc(0),
  });
  const value = Buffer.from(
    JSON.stringify({ workflowCreatedAt: '2024-10-24T11:42:25Z', context: {}, ...data }),
  );
  return {
    topic: 't.accepted.v1',
    partition: 0,
    offset: offset++,
    timestamp: acceptedAt,
    key: null,
    value,
    headers,
    header: (name) => headers[name],
    rawHeaders: {},
    headersAreText: true,
  } satisfies KafkaRecord;
}

describe('a rematch', () => {
  const rematch = (event: ReturnType<typeof record>) => ({
    ...event,
    headers: { ...event.headers, 'casewire-rematch': 'true' },
  });

  it('starts the same invocations through the ledger, and none of webhooks that are younger', async () => {
    await createWebhook('older');
    const event = record('older', 'run-1', 'lost', { state: 'review' });
    await createWebhook('older', { createdAt: Date.now() + 60_000 });
    const [first, second] = [new Sink(), new Sink()];
    await matchAll(first, [event]);
    expect(first.records.map(({ topic }) => topic)).toEqual(['t.deliveries.v1', 't.deliveries.v1']);
    await matchAll(second, [rematch(event)]);
    expect(second.records).toHaveLength(1);
    const [rematched] = second.records;
    expect(rematched).toMatchObject({ topic: 't.ordered.v1', headers: { disposition: 'rematch' } });
    const ids = first.records.map(({ headers }) => headers?.['invocation-id']);
    expect(ids).toContain(rematched?.headers?.['invocation-id']);
  });
});

describe('entries into states', () => {
  const states = ['draft', 'review', 'review', 'approved', 'review', 'review', 'draft'];
  const history = (definitionId: string, runId: string) =>
    states.map((state, index) => record(definitionId, runId, `${runId}-${index}`, { state }));

  it('are decided the same when a process dies before it produces, however the records are sliced again', async () => {
    await createWebhook('kyb', { stateNames: ['review'] });
    const records = [history('kyb', 'a'), history('kyb', 'b')].flat();
    const sink = new Sink();
    sink.isAway = true;
    await expect(matchAll(sink, records.slice(0, 9))).rejects.toThrow('died');
    sink.isAway = false;
    for (const [from, to] of [
      [0, 1],
      [1, 3],
      [3, 9],
      [2, 5],
      [9, 14],
      [0, 14],
    ] as const) {
      await matchAll(sink, records.slice(from, to));
    }
    expect(new Set(sink.started())).toEqual(new Set(['a-1', 'a-4', 'b-1', 'b-4']));
  });

  it('of a run that is not named, or not known, are decided by the event alone', async () => {
    await createWebhook('kyc', { stateNames: ['review'] });
    const sink = new Sink();
    await matchAll(sink, [
      record('kyc', undefined, 'no-run-1', { state: 'review' }),
      record('kyc', undefined, 'no-run-2', { state: 'review' }),
      record('kyc', undefined, 'no-run-3', { state: 'review', previousState: 'review' }),
      record('kyc', 'new', 'new-1', { state: 'review', previousState: 'review' }),
      record('kyc', 'new', 'new-2', { state: 'review', previousState: 'draft' }),
      record('kyc', 'new', 'new-3', { context: {} }),
    ]);
    expect(sink.started()).toEqual(['no-run-1', 'no-run-2', 'new-2']);
  });
});

describe('filters', () => {
  it('start an invocation where they yield true, and none elsewhere', async () => {
    await createWebhook('filtered', { filter: 'data.score > `1`' });
    const sink = new Sink();
    const scores = [1, 2, 'three'].map((score) => record('filtered', 'run', `score-${score}`, { score }));
    await matchAll(sink, scores);
    expect(sink.started()).toEqual(['score-2']);
  });

  it('that cost too much leave the process turns for other work', async () => {
    await createWebhook('expensive', { filter: 'length(data.list[*].[$.data.list[*]]) > `0`' });
    const list = Array.from({ length: 3_000 }, (_, index) => index);
    const sink = new Sink();
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await matchAll(
      sink,
      Array.from({ length: 60 }, (_, index) => record('expensive', 'run', `expensive-${index}`, { list })),
    );
    clearInterval(timer);
    expect(sink.records).toHaveLength(60);
    expect(sink.records[0]).toMatchObject({
      topic: 't.ordered.v1',
      headers: { reason: 'filter-too-expensive' },
    });
    expect(turns).toBeGreaterThan(10);
  });
});

describe('a costly event', () => {
  it('goes out after the events of other tenants in the same batch', async () => {
    const filter = 'length(data.list[*].[$.data.list[*]]) > `0`';
    for (let number = 0; number < 5; number++) await createWebhook('held-up', { filter });
    await createWebhook('plain', {}, 'globex');
    const list = Array.from({ length: 3_000 }, (_, index) => index);
    const sink = new Sink();
    await matchAll(sink, [
      record('held-up', 'run', 'costly', { list }),
      record('plain', 'run', 'plain-1', {}, { tenantId: 'globex' }),
      record('plain', 'run', 'plain-2', {}, { tenantId: 'globex' }),
    ]);
    expect(sink.started()).toEqual(['plain-1', 'plain-2', ...Array<string>(5).fill('costly')]);
  });
});

describe('the costly events of a tenant in a batch', () => {
  it('leave less to its other costly ones, and no less to those of another tenant', async () => {
    const list = Array.from({ length: 2_000 }, (_, index) => index);
    await createWebhook('too-costly', { filter: 'length(data.list[*].[$.data.list[*]]) > `0`' });
    for (const tenantId of ['acme', 'globex'])
      await createWebhook('costly', { filter: 'length(data.list[*].[@]) > `0`' }, tenantId);
    const own = record('costly', 'run', 'own', { list });
    const others = record('costly', 'run', 'of-another', { list }, { tenantId: 'globex' });
    const reasons = async (records: readonly KafkaRecord[]) => {
      const sink = new Sink();
      await matchAll(sink, records);
      return new Map(sink.records.map(({ headers }) => [headers?.['event-id'], headers?.['reason']]));
    };
    expect(await reasons([own])).toEqual(new Map([['own', undefined]]));
    const before = Array.from({ length: 20 }, (_, index) => `before-${index}`);
    const found = await reasons([
      ...before.map((id) => record('too-costly', 'run', id, { list })),
      own,
      others,
    ]);
    expect(found).toEqual(
      new Map([
        ...before.map((id) => [id, 'filter-too-expensive'] as const),
        ['own', 'filter-too-expensive'],
        ['of-another', undefined],
      ]),
    );
  });
});

describe('the end of a run', () => {
  it('is noted where a webhook ends with its run, and nowhere else', async () => {
    await createWebhookOfRun('ended', true);
    await createWebhookOfRun('going-on', true);
    await createWebhookOfRun('not-noted', false);
    await matchAll(new Sink(), [
      record('kyb', 'ended', 'ended', {}, { type: 'workflow.completed' }),
      record('kyb', 'going-on', 'going-on', {}),
      record('kyb', 'not-noted', 'not-noted', {}, { type: 'workflow.completed' }),
    ]);
    const { rows } = await pool.query('SELECT run_id FROM matching.runs WHERE ended_at IS NOT NULL');
    expect(rows).toEqual([{ run_id: 'ended' }]);
  });

  it('is noted where its webhook is disabled, so that it expires once it is enabled again', async () => {
    await createWebhookOfRun('disabled', true, 'disabled');
    await matchAll(new Sink(), [record('kyb', 'disabled', 'disabled', {}, { type: 'workflow.completed' })]);
    const { rows } = await pool.query(
      `SELECT run_id FROM matching.runs WHERE ended_at IS NOT NULL AND run_id = 'disabled'`,
    );
    expect(rows).toEqual([{ run_id: 'disabled' }]);
  });
});

describe('a delivery that its topic refuses', () => {
  const first = newId();
  const second = newId();
  const create = (definitionId: string) =>
    Promise.all([first, second].map((id) => insertWebhook(pool, { id, tenantId: 'acme', definitionId })));
  const isOfSecond = ({ topic, key }: OutgoingRecord) => topic === 't.deliveries.v1' && key === second;

  it('fails its own invocation alone, and starts no other twice', async () => {
    await create('refused');
    const sink = new Sink();
    sink.tooLarge = isOfSecond;
    await matchAll(sink, [record('refused', 'run', 'refused-1', { state: 'a' })]);
    expect(sink.records.map(({ topic, key }) => [topic, key]).toSorted()).toEqual([
      ['t.deliveries.v1', first],
      ['t.ordered.v1', second],
    ]);
    expect(sink.records.find(({ key }) => key === second)?.headers).toMatchObject({
      disposition: 'failed',
      reason: 'body-too-large',
    });
  });

  it('is dead-lettered with its event if nothing can be produced in its place', async () => {
    const sink = new Sink();
    sink.tooLarge = (each) => each.key === second;
    const records = [record('refused', 'run', 'refused-2', { state: 'a' })];
    const [settlement] = await matcherTo(sink).match({ records, isHeld: () => true });
    expect(await settlement).toMatchObject({ kind: 'dead-letter' });
    expect(sink.records).toHaveLength(1);
  });
});
