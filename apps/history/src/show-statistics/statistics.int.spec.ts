import type { Identity } from '@casewire/identity';
import { addUpStatistics } from '@casewire/invocation-ledger';
import { createLogger } from '@casewire/observability';
import { insertTenant, insertWebhook } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, deliveryRecord } from '../testing/records.ts';
import { StatisticsReader } from './statistics-reader.ts';
import type { StatisticsView } from './statistics-view.ts';
import { StatisticsController } from './statistics.controller.ts';

const { pool } = useLedger({ per: 'test' });
const recorder = createRecorder(pool);
const lines: string[] = [];
const logger = createLogger({
  ...{ name: 'spec', level: 'info' },
  destination: { write: (line) => void lines.push(line) },
});
beforeEach(() => insertTenant(pool, 'acme'));
const callAs = useControllers({
  controllers: [StatisticsController],
  providers: [{ provide: StatisticsReader, useValue: new StatisticsReader(pool, logger) }],
});

async function read(query = '', as: Partial<Identity> = {}): Promise<StatisticsView> {
  const response = await callAs(`/v1/statistics${query}`, as);
  expect(response.status).toBe(200);
  return (await response.json()) as StatisticsView;
}

/** Of a webhook: one delivered after a failure, one that has failed, one that is put off and one on its way. */
async function recordSome(webhookId: string): Promise<void> {
  const [mended, failed, putOff, out] = Array.from({ length: 4 }, () => deliveryOf({ webhookId }));
  if (!mended || !failed || !putOff || !out) return;
  const rejected = () => attemptOf({ outcome: 'rejected', responseCode: 503, durationMs: 100 });
  await recorder.record(
    batchOf([
      ...[mended, failed, putOff, out].map(deliveryRecord),
      attemptRecord(mended, { kind: 'retry', at: Date.now() }, rejected()),
      attemptRecord({ ...mended, release: 2 }, { kind: 'done' }, attemptOf({ number: 2, durationMs: 30 })),
      attemptRecord(failed, { kind: 'give-up', reason: 'retries-exhausted' }, rejected()),
      attemptRecord(putOff, { kind: 'defer', reason: 'lane-full', at: Date.now() + 60_000 }),
    ]),
  );
}

describe('GET /v1/statistics', () => {
  it('tells what the ledger has recorded, before and after it is added up', async () => {
    const webhook = await insertWebhook(pool, { tenantId: 'acme' });
    await recordSome(webhook);
    await recordSome('another');
    const expected = {
      attempts: { delivered: 1, 'http-5xx': 2 },
      ended: { delivered: 1, failed: 1, cancelled: 0 },
      successRate: 0.5,
      attemptMs: { p50: 128, p95: 128, p99: 128 },
    };
    for (const addUp of [false, true]) {
      if (addUp) await addUpStatistics(pool);
      const { total, series, waitingNow, waitingAtLeast, step } = await read(`?webhook=${webhook}`);
      expect(total).toMatchObject(expected);
      expect(total.acceptedToDeliveredMs?.p99).toBeGreaterThan(0);
      expect({ waitingNow, waitingAtLeast, step }).toEqual({
        waitingNow: 2,
        waitingAtLeast: false,
        step: '15m',
      });
      expect(series.filter(({ attemptMs }) => attemptMs !== null)).toMatchObject([expected]);
    }
    expect(await read()).toMatchObject({
      total: { attempts: { delivered: 2, 'http-5xx': 4 } },
      waitingNow: 4,
    });
  });

  it('has every step of its period, also those in which nothing was counted', async () => {
    const { series, from, to, partialFrom, total } = await read(
      `?step=1h&from=${new Date(Date.now() - 86_400_000).toISOString()}`,
    );
    expect(series.map(({ at }) => Date.parse(at))).toEqual(
      Array.from({ length: 25 }, (_, hour) => Date.parse(from) + hour * 3_600_000),
    );
    expect(Date.parse(to) - Date.parse(from)).toBe(25 * 3_600_000);
    expect(series.slice(-2).map(({ at }) => at)).toContain(partialFrom);
    expect(total).toEqual({
      attempts: {},
      ended: { delivered: 0, failed: 0, cancelled: 0 },
      successRate: null,
      attemptMs: null,
      acceptedToDeliveredMs: null,
    });
  });

  it('tells the rest when what waits cannot be counted', async () => {
    await recordSome(await insertWebhook(pool, { tenantId: 'acme' }));
    await pool.query('ALTER TABLE history.slot_waiters RENAME TO away');
    expect(await read()).toMatchObject({
      total: { attempts: { delivered: 1, 'http-5xx': 2 } },
      waitingNow: null,
    });
    expect(lines.join('')).toContain('what waits was not counted');
  });

  it('tells nothing of another tenant or environment', async () => {
    const webhook = await insertWebhook(pool, { tenantId: 'acme' });
    await recordSome(webhook);
    for (const as of [{ tenantId: 'globex' }, { environment: 'production' }] as const) {
      for (const query of ['', `?webhook=${webhook}`])
        expect(await read(query, as)).toMatchObject({ total: { attempts: {} }, waitingNow: 0 });
    }
  });

  it.each(['?step=2m', '?from=yesterday', '?webhook=1', '?steps=1m', '?from=2020-01-01T00:00:00Z'])(
    'refuses %s',
    async (query) => {
      const response = await callAs(`/v1/statistics${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'invalid-parameter' });
    },
  );

  it('needs the scope read', async () => {
    expect((await callAs('/v1/statistics', { scopes: ['write'] })).status).toBe(403);
  });
});
