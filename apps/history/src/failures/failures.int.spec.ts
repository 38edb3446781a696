import type { NextStep } from '@casewire/events';
import type { Identity } from '@casewire/identity';
import { useLedger } from '@casewire/testing/fixtures';
import { insertTenant } from '@casewire/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { attemptOf, attemptRecord, batchOf, deliveryRecord } from '../testing/records.ts';
import { deliveriesOf, done, gaveUp, scope, useReplays } from '../testing/replay.fixture.ts';
import type { FailureGroupView } from './failure-view.ts';

const { pool } = useLedger({ per: 'test' });
const { call, recorder, rounds, takeDue, answer, webhook, find, shown } = useReplays(pool);

beforeEach(() => insertTenant(pool, scope.tenantId));

async function listed(query = ''): Promise<readonly FailureGroupView[]> {
  const { status, body } = await call(`/v1/failures${query}`);
  expect(status).toBe(200);
  return body.data as unknown as readonly FailureGroupView[];
}

async function onlyGroup(): Promise<FailureGroupView> {
  const [group, ...others] = await listed();
  if (group === undefined || others.length > 0) throw new Error('there is not one group');
  return group;
}

/** Invocations of a webhook that its receiver has refused. */
async function refuse(webhookId: string, count: number, responseCode: number, next: NextStep = gaveUp) {
  const deliveries = deliveriesOf(webhookId, count);
  const attempt = () => attemptOf({ startedAt: Date.now() - 1_000, outcome: 'rejected', responseCode });
  await recorder.record(
    batchOf(deliveries.flatMap((each) => [deliveryRecord(each), attemptRecord(each, next, attempt())])),
  );
  return deliveries;
}

describe('GET /v1/failures', () => {
  it('tells what fails, what that means and what to do', async () => {
    const webhookId = await webhook();
    await refuse(webhookId, 3, 503);
    const waiting = await refuse(webhookId, 1, 503, { kind: 'retry', at: Date.now() + 60_000 });
    const group = await onlyGroup();
    expect(group).toMatchObject({
      ...{ webhookId, eventType: 'workflow.completed', class: 'http-503', state: 'open' },
      counts: { waiting: 1, failed: 3, atLeast: false },
      meaning: 'The receiver answered 503.',
      ...{ ignored: false, ignoredUntil: null },
      exampleInvocationId: waiting[0]?.invocationId,
    });
    expect(group.trend.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(await call(`/v1/failures/${group.id}`)).toEqual({ status: 200, body: group });
  });

  it('is filtered by webhook and state, and shows other tenants and environments nothing', async () => {
    const [first, second] = [await webhook(), await webhook()];
    await refuse(first, 1, 500);
    await refuse(second, 1, 500);
    expect((await listed(`?webhook=${first}`)).map(({ webhookId }) => webhookId)).toEqual([first]);
    expect(await listed('?state=open')).toHaveLength(2);
    expect(await listed('?state=recovering')).toEqual([]);
    const [{ id } = { id: '' }] = await listed();
    for (const as of [
      { tenantId: 'stranger' },
      { environment: 'production' },
    ] satisfies Partial<Identity>[]) {
      expect((await call('/v1/failures', undefined, as)).body.data).toEqual([]);
      expect(await call(`/v1/failures/${id}`, undefined, as)).toMatchObject({ status: 404 });
      expect(await call(`/v1/failures/${id}/retry`, {}, as)).toMatchObject({ status: 404 });
    }
  });

  it('refuses a state and a cursor that it does not know', async () => {
    expect(await call('/v1/failures?state=over')).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter' },
    });
    const unknown = '019ac000-0000-7000-8000-0000000000aa';
    expect(await call(`/v1/failures?after=${unknown}`)).toMatchObject({ body: { code: 'cursor-unknown' } });
  });
});

describe('POST /v1/failures/{id}/retry', () => {
  it('sends exactly what has failed in the group, and nothing of another', async () => {
    const webhookId = await webhook();
    const failed = await refuse(webhookId, 3, 404);
    const [other] = await refuse(webhookId, 1, 422);
    const group = (await listed()).find((each) => each.class === 'http-404');
    const begun = await call(`/v1/failures/${group?.id ?? ''}/retry`, {});
    expect(begun).toMatchObject({ status: 202, body: { count: 3 } });
    const { replayId } = begun.body as { replayId?: string };
    expect(await shown(replayId)).toMatchObject({
      filter: { status: 'failed', eventType: 'workflow.completed', failure: 'http-404' },
    });
    await rounds().run();
    const sent = await takeDue();
    expect(sent.map(({ delivery }) => delivery.invocationId).sort()).toEqual(
      failed.map(({ invocationId }) => invocationId).sort(),
    );
    await answer(sent, done);
    expect(await find({ invocationId: other?.invocationId ?? '' })).toMatchObject({ status: 'failed' });
    const after = await call(`/v1/failures/${group?.id ?? ''}`);
    expect(after.body).toMatchObject({ state: 'recovering', counts: { waiting: 0, failed: 0 } });
  });

  it('begins nothing where nothing has failed, and refuses a second replay of the webhook', async () => {
    const webhookId = await webhook();
    await refuse(webhookId, 1, 404, { kind: 'retry', at: Date.now() + 60_000 });
    const { id } = await onlyGroup();
    expect(await call(`/v1/failures/${id}/retry`, {})).toEqual({
      status: 200,
      body: { replayId: null, count: 0 },
    });
    await refuse(webhookId, 1, 404);
    expect(await call(`/v1/failures/${id}/retry`, {})).toMatchObject({ status: 202 });
    expect(await call(`/v1/failures/${id}/retry`, {})).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    });
  });
});

describe('POST /v1/failures/{id}/ignore', () => {
  it('ignores a group until an instant, and no longer when that is asked for', async () => {
    await refuse(await webhook(), 1, 500);
    const { id } = await onlyGroup();
    const until = '2999-01-01T00:00:00.000Z';
    expect(await call(`/v1/failures/${id}/ignore`, { until })).toMatchObject({
      status: 200,
      body: { ignored: true, ignoredUntil: until, state: 'open' },
    });
    expect(await onlyGroup()).toMatchObject({ ignoredUntil: until });
    expect(await call(`/v1/failures/${id}/unignore`, {})).toMatchObject({
      body: { ignored: false, ignoredUntil: null },
    });
  });

  it('ignores a group until something of it fails again where no instant is named', async () => {
    const webhookId = await webhook();
    await refuse(webhookId, 1, 500);
    const { id } = await onlyGroup();
    const body = { ignored: true, ignoredUntil: null };
    expect(await call(`/v1/failures/${id}/ignore`, {})).toMatchObject({ status: 200, body });
    expect(await onlyGroup()).toMatchObject(body);
    await refuse(webhookId, 1, 500);
    expect(await onlyGroup()).toMatchObject({ ignored: false, counts: { failed: 2 } });
  });

  it.each(['2020-01-01T00:00:00Z', 'tomorrow', null])('refuses %s', async (until) => {
    await refuse(await webhook(), 1, 500);
    const { id } = await onlyGroup();
    const { status, body } = await call(`/v1/failures/${id}/ignore`, { until });
    expect({ status, paths: body.errors?.map(({ path }) => path) }).toEqual({
      status: 422,
      paths: ['until'],
    });
  });

  it('needs the scope `write`, and a retry the scope `replay`', async () => {
    await refuse(await webhook(), 1, 500);
    const { id } = await onlyGroup();
    const as = { scopes: ['read'] } as const;
    expect(await call(`/v1/failures/${id}/ignore`, { until: '2999-01-01T00:00:00Z' }, as)).toMatchObject({
      status: 403,
    });
    expect(await call(`/v1/failures/${id}/retry`, {}, as)).toMatchObject({ status: 403 });
  });
});
