import { describe, expect, it } from '@jest/globals';
import { compileSchema, families } from '@casewire/families';
import { oddText } from '@casewire/testing/generators';
import fc from 'fast-check';
import { admit, type Admitted, type TenantKnowledge } from './admit.ts';
import { readAttributes } from './attributes.ts';
import { readBinary, readStructured, type Envelope } from './envelope.ts';
import { RejectedError, type Rejection } from './rejection.ts';

const catalogue = families.flatMap((family) => family.eventTypes);
const completed = catalogue.find(({ type }) => type === 'workflow.completed');
const example = completed?.example as Record<string, unknown>;

const knowledge: TenantKnowledge = {
  isTenant: (tenantId) => tenantId === 'acme',
  validatorOf: ({ type }) => {
    const known = catalogue.find((listed) => listed.type === type);
    return known === undefined ? undefined : compileSchema(known.schema);
  },
};

const valid = {
  specversion: '1.0',
  id: 'e-1',
  source: '/workflows',
  type: 'workflow.completed',
  time: '2024-10-24T11:42:25Z',
  tenantid: 'acme',
  environment: 'sandbox',
  data: example,
};

function admission(envelope: Envelope, receivedAt = 0): Admitted {
  return admit(envelope, readAttributes(envelope.attributes, { receivedAt }), knowledge);
}

function structured(event: unknown): Admitted {
  return admission(readStructured(Buffer.from(typeof event === 'string' ? event : JSON.stringify(event))));
}

function rejectionOf(read: () => unknown): Rejection {
  try {
    read();
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection;
    throw error;
  }
  throw new Error('was admitted');
}

/** A case whose id is a number, as the text of one structured event. */
function caseEvent(caseId: string, attributes: object = {}): string {
  const { data: _data, ...envelope } = { ...valid, type: 'case_created', ...attributes };
  const facts = `"case_id":${caseId},"case_user_readable_id":"KYC-0042","case_name":"a","case_url":"b","case_version":7`;
  return `${JSON.stringify(envelope).slice(0, -1)},"data":{${facts},"process_key":null}}`;
}

describe('admission of a structured event', () => {
  it('takes a level that is a number as text, in its spelling', () => {
    const { attributes } = structured(caseEvent('12345678901234567890', { workflowdefinitionid: 'kyc' }));
    expect(attributes).toMatchObject({
      workflowdefinitionid: 'kyc',
      workflowruntimeid: '12345678901234567890',
      subject: '12345678901234567890',
    });
    expect(rejectionOf(() => structured(caseEvent('42', { workflowruntimeid: '43' })))).toMatchObject({
      reason: 'level-mismatch',
      path: 'workflowruntimeid',
    });
    expect(rejectionOf(() => structured(caseEvent('"42"')))).toEqual({
      reason: 'invalid-data',
      path: 'data/case_id',
      message: 'must be integer (rule type), is a string',
    });
  });

  it.each(['42.0', '4.2e1', '-0'])(
    'rejects a level in the spelling %s, which would match no webhook',
    (caseId) => {
      expect(rejectionOf(() => structured(caseEvent(caseId)))).toEqual({
        reason: 'invalid-data',
        path: 'data/case_id',
        message: 'must be written in plain digits, such as 42, to be compared with the runtime of webhooks',
      });
    },
  );

  it('fills in the levels and the subject from the data', () => {
    expect(structured(valid).attributes).toEqual({
      id: 'e-1',
      source: '/workflows',
      type: 'workflow.completed',
      time: '2024-10-24T11:42:25Z',
      tenantid: 'acme',
      environment: 'sandbox',
      workflowdefinitionid: example['workflowDefinitionId'],
      workflowruntimeid: example['workflowRuntimeId'],
      subject: example['workflowRuntimeId'],
    });
  });

  it('keeps the bytes of data as they were written', () => {
    const data = `{ "score":1.50, ${JSON.stringify(example).slice(1)}`;
    const { data: _data, ...attributes } = valid;
    expect(structured(`${JSON.stringify(attributes).slice(0, -1)}, "data" : ${data} }`).data.toString()).toBe(
      data,
    );
  });

  it('decodes data_base64', () => {
    const { data, ...attributes } = valid;
    const bytes = Buffer.from(JSON.stringify(data));
    expect(structured({ ...attributes, data_base64: bytes.toString('base64') }).data).toEqual(bytes);
  });

  it('takes the time of arrival where upstream gives none', () => {
    const { time: _time, ...timeless } = valid;
    expect(admission(readStructured(Buffer.from(JSON.stringify(timeless))), 1_000).attributes.time).toBe(
      '1970-01-01T00:00:01.000Z',
    );
  });

  it.each<[string, unknown, Partial<Rejection>]>([
    ['text that is no JSON', '{"id":', { reason: 'invalid-json' }],
    ['a value that is no object', '[]', { reason: 'invalid-json' }],
    ['no id', { ...valid, id: undefined }, { reason: 'missing-attribute', path: 'id' }],
    ['an empty source', { ...valid, source: '' }, { reason: 'invalid-attribute', path: 'source' }],
    [
      'another specversion',
      { ...valid, specversion: '0.3' },
      { reason: 'invalid-attribute', path: 'specversion' },
    ],
    ['no environment', { ...valid, environment: null }, { reason: 'missing-attribute', path: 'environment' }],
    [
      'an unknown environment',
      { ...valid, environment: 'test' },
      { reason: 'invalid-attribute', path: 'environment' },
    ],
    ['NUL in an attribute', { ...valid, id: 'a\u0000b' }, { reason: 'invalid-attribute', path: 'id' }],
    ['half a surrogate pair', { ...valid, id: '\ud800' }, { reason: 'invalid-attribute', path: 'id' }],
    [
      'a long attribute',
      { ...valid, extra: 'é'.repeat(257) },
      { reason: 'invalid-attribute', path: 'extra' },
    ],
    ['an object as attribute', { ...valid, extra: {} }, { reason: 'invalid-attribute', path: 'extra' }],
    [
      'an attribute name in capitals',
      { ...valid, Extra: '1' },
      { reason: 'invalid-attribute', path: 'Extra' },
    ],
    ...[
      'yesterday',
      '2024-02-30T10:00:00Z',
      '2024-10-24T24:00:00Z',
      '2024-10-24T11:42:60Z',
      '2024-10-24T11:42:25',
      '9999-12-31T23:00:00-01:00',
      '0000-01-01T00:00:00+01:00',
    ].map((time): [string, unknown, Partial<Rejection>] => [
      `the time ${time}, which no clock shows`,
      { ...valid, time },
      { reason: 'invalid-attribute', path: 'time' },
    ]),
    [
      'data of another type',
      { ...valid, datacontenttype: 'text/xml' },
      { reason: 'unsupported-content-type' },
    ],
    ['no data', { ...valid, data: undefined }, { reason: 'invalid-data', path: 'data' }],
    ['an unknown tenant', { ...valid, tenantid: 'nobody' }, { reason: 'unknown-tenant' }],
    ['an unknown type', { ...valid, type: 'workflow.exploded' }, { reason: 'unknown-event-type' }],
    [
      'data that lacks a member',
      { ...valid, data: { ...example, context: undefined } },
      { reason: 'invalid-data', path: 'data/context' },
    ],
    [
      'a level that data names otherwise',
      { ...valid, workflowruntimeid: 'another' },
      { reason: 'level-mismatch', path: 'workflowruntimeid' },
    ],
    [
      'NUL in a level',
      { ...valid, data: { ...example, workflowDefinitionId: 'a\u0000' } },
      { reason: 'invalid-attribute', path: 'workflowdefinitionid' },
    ],
  ])('rejects %s', (_what, event, rejection) => {
    expect(rejectionOf(() => structured(event))).toMatchObject(rejection);
  });

  it('rejects more than 64 attributes', () => {
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`a${index}`, 'x']));
    expect(rejectionOf(() => structured({ ...valid, ...many }))).toMatchObject({
      reason: 'invalid-attribute',
      path: '',
    });
  });

  it('rejects invalid UTF-8', () => {
    const bytes = Buffer.from(JSON.stringify(valid).replace('e-1', 'e-\xff'), 'latin1');
    expect(rejectionOf(() => readStructured(bytes))).toMatchObject({ reason: 'invalid-utf8' });
  });

  it('accepts or rejects any bytes, and never fails in another way', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(rejectionOf(() => admission(readStructured(Buffer.from(bytes)))).message).not.toBe('');
        },
      ),
    );
  });
});

describe('admission of a binary event', () => {
  const attributes = new Map(Object.entries(valid).filter(([name]) => name !== 'data') as [string, string][]);

  it('takes the whole body as data', () => {
    const body = Buffer.from(`${JSON.stringify(example)}\n`);
    expect(admission(readBinary(attributes, 'application/json; charset=utf-8', body)).data.toString()).toBe(
      JSON.stringify(example),
    );
  });

  it('rejects a body that is not JSON', () => {
    expect(rejectionOf(() => readBinary(attributes, 'application/json', Buffer.from('<a/>')))).toMatchObject({
      reason: 'invalid-json',
      path: 'data',
    });
  });
});

describe('a rejection', () => {
  it('has texts that can be stored, whatever they name', () => {
    fc.assert(
      fc.property(oddText, oddText, (path, message) => {
        const { rejection } = new RejectedError('invalid-data', path, message);
        for (const text of [rejection.path, rejection.message]) {
          expect([text.isWellFormed(), text.includes('\0'), text.length <= 1_024]).toEqual([
            true,
            false,
            true,
          ]);
        }
      }),
    );
  });
});
