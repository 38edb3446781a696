import { describe, expect, it } from '@jest/globals';
import type { EventAttributes } from '@casewire/events';
import type { AttributeDefaults } from './attributes.ts';
import { readStructured, type Reading } from './envelope.ts';
import { EventJudge, type Verdict } from './event-judge.ts';
import { orRejected, RejectedError } from './rejection.ts';

const event = { specversion: '1.0', id: 'e', source: '/claims', type: 'claim.paid', data: {} };
const acme = { tenantId: 'acme', environment: 'sandbox' as const };

function read(attributes: object = {}): Reading {
  const bytes = Buffer.from(JSON.stringify({ ...event, ...attributes }));
  return orRejected(() => readStructured(bytes));
}

/** What the judge says of events, and the tenants that it looked up meanwhile, a list each time. */
async function judge(
  ...events: readonly (readonly [Reading, Partial<AttributeDefaults>, isOurs?: boolean])[]
) {
  const lookedUp: string[][] = [];
  const directory = {
    lookUp: (all: readonly EventAttributes[]) => {
      lookedUp.push(all.map(({ tenantid }) => tenantid));
      return Promise.resolve({
        isTenant: (tenantId: string) => tenantId !== 'nobody',
        validatorOf: () => () => [],
      });
    },
  };
  const verdicts = await new EventJudge(directory, 100).judge(
    events.map(([reading, defaults, isOurs]) => ({
      reading,
      defaults: { receivedAt: 1_000, ...defaults },
      ...(isOurs !== undefined && { isOurs: () => isOurs }),
    })),
  );
  return { verdicts, lookedUp };
}

function summary(verdict: Verdict): string {
  if (verdict.kind === 'rejected') return `${verdict.rejection.reason} ${verdict.rejection.path}`;
  const { id, tenantid, environment, time } = verdict.attributes;
  return [id, tenantid, environment, time].join(' ');
}

describe('EventJudge', () => {
  it('judges events in their order, with one look-up of their tenants', async () => {
    const unread = orRejected(() => {
      throw new RejectedError('empty', '', 'nothing there');
    });
    const { verdicts, lookedUp } = await judge(
      [read({ id: 'bound' }), acme],
      [unread, acme],
      [read({ id: 'named', tenantid: 'globex', environment: 'production' }), { receivedAt: 2_000 }],
      [read({ id: 'stranger', tenantid: 'nobody' }), { environment: 'sandbox' }],
      [read({ tenantid: 'globex' }), acme],
      [read(), {}],
    );
    expect(verdicts.map(summary)).toEqual([
      'bound acme sandbox 1970-01-01T00:00:01.000Z',
      'empty ',
      'named globex production 1970-01-01T00:00:02.000Z',
      'unknown-tenant tenantid',
      'invalid-attribute tenantid',
      'missing-attribute environment',
    ]);
    expect(lookedUp).toEqual([['acme', 'globex', 'nobody']]);
  });

  it('keeps the attributes of an event that it rejects', async () => {
    const { verdicts } = await judge([read({ tenantid: 'nobody' }), { environment: 'sandbox' }]);
    const [verdict] = verdicts;
    expect(verdict?.kind === 'rejected' && verdict.attributes?.get('tenantid')).toBe('nobody');
  });

  it('rejects data beyond the largest event, and does not count the attributes', async () => {
    const { verdicts } = await judge(
      [read({ data: 'x'.repeat(98), subject: 's'.repeat(100) }), acme],
      [read({ data: 'x'.repeat(99) }), acme],
    );
    expect(verdicts.map(({ kind }) => kind)).toEqual(['admitted', 'rejected']);
    expect(verdicts.slice(1).map(summary)).toEqual(['too-large data']);
  });

  it("rejects events of Casewire's own types from everybody else, before their tenants are looked up", async () => {
    const own = read({ type: 'casewire.invocation.failed' });
    const { verdicts, lookedUp } = await judge([own, acme], [own, acme, false], [own, acme, true]);
    expect(verdicts.slice(0, 2).map(summary)).toEqual(['reserved-type type', 'reserved-type type']);
    expect(verdicts[2]?.kind).toBe('admitted');
    expect(lookedUp).toEqual([['acme']]);
  });
});
