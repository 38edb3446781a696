import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  carriedHeaders,
  decodeDeliveryHeaders,
  decodeDisposition,
  encodeCarriedHeaders,
  encodeDeliveryHeaders,
  encodeOrderedHeaders,
  encodeReleaseHeaders,
  type DeliveryMetadata,
} from './delivery-record.ts';
import { environments } from './environment.ts';
import { MalformedRecordError } from './record-headers.ts';
import { decodeReleaseOutcome, encodeReleaseOutcome } from './release-outcome.ts';

const full: DeliveryMetadata = {
  invocationId: '019ac000-0000-7000-8000-0000000000aa',
  release: 2,
  attempt: 1,
  probe: 3,
  failedProbes: 2,
  backlog: 4,
  webhookId: '019ac000-0000-7000-8000-00000000000a',
  tenantId: 'acme',
  environment: 'sandbox',
  family: 'ballerine',
  eventUid: '019ac000-0000-7000-8000-0000000000bb',
  eventId: 'e-1',
  eventSource: '/workflows',
  eventType: 'workflow.completed',
  acceptedAt: 1_790_000_000_000,
  subject: 'run-1',
  contentType: 'application/json',
  eventTime: '2024-10-24T11:42:25.000001Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  acceptedKey: 'acme/run-1',
  requestHeaders: { 'X-Own': 'a' },
  placeholders: { 'entity.id': 'é' },
  copyOf: '019ac000-0000-7000-8000-0000000000cc',
  orderingKey: 'run-1',
};

/** What a delivery must have, and nothing else. */
const least: DeliveryMetadata = {
  invocationId: full.invocationId,
  release: 1,
  attempt: 1,
  webhookId: full.webhookId,
  tenantId: full.tenantId,
  environment: 'production',
  family: full.family,
  eventUid: full.eventUid,
  eventId: full.eventId,
  eventSource: full.eventSource,
  eventType: full.eventType,
  acceptedAt: full.acceptedAt,
  contentType: full.contentType,
  requestHeaders: {},
};

const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const text = fc.string({ unit: 'binary' });
const texts = fc.dictionary(
  text.filter((name) => name !== '__proto__'),
  text,
  { noNullPrototype: true },
);

const anyDelivery: fc.Arbitrary<DeliveryMetadata> = fc.record(
  {
    invocationId: fc.uuid(),
    release: positive,
    attempt: positive,
    probe: positive,
    failedProbes: positive,
    backlog: positive,
    webhookId: text,
    tenantId: text,
    environment: fc.constantFrom(...environments),
    family: text,
    eventUid: text,
    eventId: text,
    eventSource: text,
    eventType: text,
    acceptedAt: positive,
    subject: text,
    contentType: text,
    eventTime: text,
    orderingKey: text,
    traceparent: text,
    acceptedKey: text,
    requestHeaders: texts,
    placeholders: texts,
    copyOf: fc.uuid(),
  } satisfies { [Name in keyof DeliveryMetadata]-?: fc.Arbitrary<DeliveryMetadata[Name]> },
  { requiredKeys: Object.keys(least) as (keyof typeof least)[] },
);

describe('the metadata of a delivery', () => {
  it('is read from a record of deliveries as it was written', () => {
    fc.assert(
      fc.property(anyDelivery, (delivery) => {
        expect(decodeDeliveryHeaders(encodeDeliveryHeaders(delivery))).toEqual(delivery);
      }),
    );
  });

  it('is read from a record of attempts as it was written', () => {
    fc.assert(
      fc.property(anyDelivery, (delivery) => {
        const outcome = { delivery, next: { kind: 'done' } } as const;
        expect(decodeReleaseOutcome(encodeReleaseOutcome(outcome))).toEqual(outcome);
      }),
    );
  });

  it.each(['__proto__', 'constructor', 'toString'])('keeps a member of a map that is named %s', (name) => {
    const map = Object.fromEntries([[name, 'a']]);
    const delivery = { ...full, placeholders: map };
    const decoded = decodeDeliveryHeaders(encodeDeliveryHeaders(delivery));
    const outcome = decodeReleaseOutcome(encodeReleaseOutcome({ delivery, next: { kind: 'done' } }));
    for (const { placeholders = {} } of [decoded, outcome.delivery]) {
      expect(Object.entries(placeholders)).toEqual([[name, 'a']]);
    }
  });

  it('has the same headers for ever: other versions read them', () => {
    expect(encodeDeliveryHeaders(full)).toEqual({
      'invocation-id': '019ac000-0000-7000-8000-0000000000aa',
      release: '2',
      attempt: '1',
      probe: '3',
      'failed-probes': '2',
      backlog: '4',
      'webhook-id': '019ac000-0000-7000-8000-00000000000a',
      tenant: 'acme',
      environment: 'sandbox',
      family: 'ballerine',
      'event-uid': '019ac000-0000-7000-8000-0000000000bb',
      'event-id': 'e-1',
      'event-source': '/workflows',
      'event-type': 'workflow.completed',
      'accepted-at': '1790000000000',
      subject: 'run-1',
      'content-type': 'application/json',
      'event-time': '2024-10-24T11:42:25.000001Z',
      'accepted-key': 'acme/run-1',
      'ordering-key': 'run-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'request-headers': '{"X-Own":"a"}',
      placeholders: '{"entity.id":"é"}',
      'copy-of': '019ac000-0000-7000-8000-0000000000cc',
    });
    expect(Object.keys(encodeDeliveryHeaders(least)).toSorted()).toEqual([
      'accepted-at',
      'attempt',
      'content-type',
      'environment',
      'event-id',
      'event-source',
      'event-type',
      'event-uid',
      'family',
      'invocation-id',
      'release',
      'tenant',
      'webhook-id',
    ]);
  });

  it('has the same JSON for ever: other versions read it', () => {
    const json = encodeReleaseOutcome({ delivery: full, next: { kind: 'done' } }).toString();
    expect(Object.keys((JSON.parse(json) as { delivery: object }).delivery)).toEqual(Object.keys(full));
  });

  it.each([
    ['invocation-id', 'nonsense'],
    ['release', '0'],
    ['release', '01'],
    ['attempt', '-1'],
    ['attempt', '1.5'],
    ['accepted-at', ''],
    ['accepted-at', '12345678901234567'],
    ['environment', 'staging'],
    ['request-headers', '{'],
    ['placeholders', '{"a":1}'],
  ])('is not read where %s is %j', (header, value) => {
    expect(() => decodeDeliveryHeaders({ ...encodeDeliveryHeaders(full), [header]: value })).toThrow(
      new MalformedRecordError(`header ${header} has an unacceptable value`),
    );
  });

  it.each(Object.keys(encodeDeliveryHeaders(least)))('is not read without %s', (header) => {
    const { [header]: _, ...others } = encodeDeliveryHeaders(full);
    expect(() => decodeDeliveryHeaders(others)).toThrow(
      new MalformedRecordError(`header ${header} is missing`),
    );
  });
});

describe('what the ledger keeps of a delivery', () => {
  it('makes the headers of a later release: those of the first one, with its numbers, and no earlier probe', () => {
    fc.assert(
      fc.property(anyDelivery, positive, positive, (delivery, release, attempt) => {
        const carried = encodeCarriedHeaders(delivery);
        const { invocationId } = delivery;
        const { probe: _probe, failedProbes: _failed, backlog: _backlog, ...others } = delivery;
        expect(encodeReleaseHeaders({ invocationId, release, attempt }, delivery, carried)).toEqual({
          ...encodeDeliveryHeaders(others),
          release: String(release),
          attempt: String(attempt),
        });
        expect(carriedHeaders(encodeDeliveryHeaders(delivery))).toEqual(carried);
      }),
    );
  });

  it('includes headers that this version does not know, and nothing of the disposition', () => {
    const headers = encodeOrderedHeaders(full, { kind: 'ordered', orderingKey: 'run-1' });
    expect(carriedHeaders({ ...headers, later: 'x' })).toEqual({ ...encodeCarriedHeaders(full), later: 'x' });
    const failed = encodeOrderedHeaders(full, { kind: 'failed', reason: 'body-too-large' });
    expect(carriedHeaders(failed)).toEqual(encodeCarriedHeaders(full));
  });
});

describe('a disposition', () => {
  it.each([
    { kind: 'ordered', orderingKey: 'k' },
    { kind: 'failed', reason: 'transform-failed: abs() of a string' },
    { kind: 'rematch' },
  ] as const)('is read from a record as it was written: %j', (disposition) => {
    expect(decodeDisposition(encodeOrderedHeaders(full, disposition))).toEqual(disposition);
  });

  it('is read by the word that earlier versions wrote for a rematch', () => {
    expect(decodeDisposition({ disposition: 'recovered' })).toEqual({ kind: 'rematch' });
  });
});
