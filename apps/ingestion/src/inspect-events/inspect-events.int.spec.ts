import { randomBytes } from 'node:crypto';
import { timeOrderedUuid, uuidTimestampMs } from '@casewire/events';
import { ensureEventPartitions } from '@casewire/event-store';
import { insertEvents, insertTenant, insertWebhook } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventInspector } from './event-inspector.ts';
import { EventsController } from './events.controller.ts';
import { RejectedEventsController } from './rejected-events.controller.ts';

const { pool } = useLedger();
const callAs = useControllers({
  controllers: [EventsController, RejectedEventsController],
  providers: [{ provide: EventInspector, useFactory: () => new EventInspector(pool) }],
});

beforeAll(async () => {
  await ensureEventPartitions(pool, new Date());
  await insertTenant(pool, 'acme');
  await insertWebhook(pool, { tenantId: 'acme', filter: 'data.amount == `1`' });
});

interface Document {
  readonly data?: readonly { readonly id?: string; readonly uid?: string; readonly outcomes?: object }[];
  readonly hasNext?: boolean;
  readonly problems?: readonly { readonly path: string }[];
}

async function call(path: string): Promise<{ status: number; text: string; json: Document }> {
  const answer = await callAs(path);
  const text = await answer.text();
  return { status: answer.status, text, json: JSON.parse(text) as Document };
}

function newId(): string {
  return timeOrderedUuid(Date.now(), randomBytes(10));
}

async function insertEvent(data: Buffer): Promise<string> {
  const uid = newId();
  const attributes = {
    ...{ id: uid, source: '/s', type: 'claim.paid', time: '2026-01-01T00:00:00Z' },
    ...{ tenantid: 'acme', environment: 'sandbox' as const },
  };
  await insertEvents(pool, [{ uid, acceptedAt: Date.now(), attributes, data }]);
  return uid;
}

/** JSON that a column holds and no version of ingestion writes. */
const oddJson = fc.oneof(
  fc.constantFrom('null', '5', '"text"', '[]', '{}', '{"id":null}', '{"type":7,"tenantid":[]}'),
  fc.constantFrom('{"type":"\\u0000","id":"\\ud800"}', '{"content-type":"\\u0000"}'),
  fc.json(),
);

const oddBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom('', 'null', '{"amount":1.50}', '{"a":NaN}', '\u{feff}{}', '['.repeat(20_000))
    .map((text) => Buffer.from(text)),
);

describe('an accepted event', () => {
  it('is shown as it was sent: its digits, its repeated names, and its exact bytes', async () => {
    const sent = '{"amount":1.50, "n":12345678901234567890, "big":1E400, "a":1, "a":2}';
    const uid = await insertEvent(Buffer.from(sent));
    const { text, json } = await call(`/v1/events/${uid}`);
    expect(text).toContain(`"data":${sent},`);
    expect(json).toMatchObject({ dataBase64: Buffer.from(sent).toString('base64') });
    expect(json).not.toHaveProperty('problems');
  });

  it('tells in a list how its invocations have ended, where that is asked for', async () => {
    const [uid, other] = [await insertEvent(Buffer.from('{}')), await insertEvent(Buffer.from('{}'))];
    const acceptedAt = uuidTimestampMs(uid);
    for (const status of ['delivered', 'delivered', 'failed', 'pending', 'cancelled']) {
      await pool.query(
        `INSERT INTO history.invocations
           (id, seq, tenant_id, environment, webhook_id, family, event_uid, event_id, event_source, event_type,
            accepted_at, headers, status, release, settled, cuts, attempts)
         VALUES ($1, nextval('history.invocation_seq'), 'acme', 'sandbox', 'w', 'generic', $2, 'e', '/s', 'claim.paid',
                 now(), '{}', $3, 1, true, 0, 1)`,
        [timeOrderedUuid(acceptedAt, randomBytes(10)), uid, status],
      );
    }
    const { json } = await call('/v1/events?outcomes=true');
    const byUid = new Map(json.data?.map((event) => [event.uid, event.outcomes]));
    expect(byUid.get(uid)).toEqual({ delivered: 2, failed: 1, cancelled: 1, waiting: 1 });
    expect(byUid.get(other)).toEqual({ delivered: 0, failed: 0, cancelled: 0, waiting: 0 });
    expect((await call('/v1/events')).text).not.toContain('outcomes');
  });

  it('makes no page and no answer fail, whatever its row holds', async () => {
    const uid = await insertEvent(Buffer.from('{}'));
    await fc.assert(
      fc.asyncProperty(oddJson, oddBytes, async (attributes, data) => {
        await pool.query('UPDATE ingestion.events SET attributes = $2, data = $3 WHERE uid = $1', [
          uid,
          attributes,
          data,
        ]);
        const [item, page] = [await call(`/v1/events/${uid}`), await call('/v1/events')];
        expect([item.status, page.status]).toEqual([200, 200]);
        expect(page.json.data?.map((event) => event.uid)).toContain(uid);
        expect(item.json).toMatchObject({ uid, dataBase64: data.toString('base64') });
      }),
      { numRuns: 60 },
    );
  });

  it('says what cannot be shown of it', async () => {
    const uid = await insertEvent(Buffer.from('{"a":'));
    const { json } = await call(`/v1/events/${uid}`);
    expect(json).toMatchObject({ uid, id: uid, data: null, why: null });
    expect(json.problems?.map(({ path }) => path)).toEqual(['data', 'why']);
  });
});

async function insertRejected(headers = '{}', value = Buffer.from('x')): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO ingestion.rejected_events
       (id, tenant_id, environment, reason, path, message, topic, partition, "offset", headers, value, truncated, rejected_at)
     VALUES ($1, 'acme', 'sandbox', 'invalid-json', '', 'is not JSON', 't', 0, $2, $3, $4, false, now())`,
    [id, randomBytes(5).readUIntBE(0, 5), headers, value],
  );
  return id;
}

describe('a rejected event', () => {
  it('makes no page and no answer fail, whatever its row holds', async () => {
    const id = await insertRejected();
    const instants = fc.constantFrom('infinity', '-infinity', '0001-01-01 BC', '294276-01-01', '2026-01-01');
    const storable = oddJson.filter((json) => !/\\u(?:0000|d[89a-f])/i.test(json));
    await fc.assert(
      fc.asyncProperty(storable, oddBytes, instants, async (headers, value, at) => {
        await pool.query(
          `UPDATE ingestion.rejected_events
              SET headers = $2, value = $3, rejected_at = $4, republished_at = $4, reason = 'of another version'
            WHERE id = $1`,
          [id, headers, value, at],
        );
        const [item, page] = [await call(`/v1/rejected-events/${id}`), await call('/v1/rejected-events')];
        expect([item.status, page.status]).toEqual([200, 200]);
        expect(item.json).toMatchObject({ id, bytes: value.length });
      }),
      { numRuns: 60 },
    );
  });

  it('is on a page with as many others as fit in four megabytes', async () => {
    const headers = JSON.stringify({ large: 'x'.repeat(3 * 1024 * 1024) });
    const ids = [await insertRejected(headers), await insertRejected(headers), await insertRejected(headers)];
    const { json } = await call(`/v1/rejected-events?order=desc`);
    expect(json.data?.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(json.hasNext).toBe(true);
    const next = await call(`/v1/rejected-events?after=${ids[1]}`);
    expect(next.json.data?.[0]?.id).toBe(ids[0]);
  });
});
