import { storableText } from '@casewire/database';
import { oddBytes, oddRecord, oddText } from '@casewire/testing/generators';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admit } from '../admission/admit.ts';
import { readAttributes } from '../admission/attributes.ts';
import { orRejected } from '../admission/rejection.ts';
import { MAX_VALUE_BYTES } from '../limits.ts';
import { readCase } from './read-case.ts';
import { readRecord } from './read-record.ts';

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const attributes = {
  ...{ specversion: '1.0', id: 'e-1', source: '/claims', type: 'claim.paid' },
  ...{ tenantid: 'acme', environment: 'sandbox' },
  ...{ subject: 'case-1', workflowruntimeid: 'run-1', correlationid: 'trace-1' },
};
const whole = {
  ...{ eventId: 'e-1', type: 'claim.paid', subject: 'case-1', runtimeId: 'run-1', correlationId: 'trace-1' },
};
const nothing = { eventId: null, type: null, subject: null, runtimeId: null, correlationId: null };

function ofText(text: string, headers: Readonly<Record<string, string>> = STRUCTURED) {
  return readCase({ value: Buffer.from(text), headers });
}

function ofMembers(members: object) {
  return ofText(JSON.stringify(members));
}

function inHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [`ce_${name}`, text]));
}

describe('what a rejected event is about', () => {
  it.each<[string, object, Partial<typeof nothing> | object]>([
    ['whatever its data is', { data: [] }, {}],
    ['although it lacks its data', {}, {}],
    ['although an attribute is an object', { subject: { a: 1 }, data: {} }, { subject: 'run-1' }],
    ['although another attribute is an object', { vendor: {}, data: {} }, {}],
    [
      'where attributes are null',
      { subject: null, workflowruntimeid: null },
      { subject: null, runtimeId: null },
    ],
    ['where an id is a number', { id: 42, data: {} }, { eventId: '42' }],
    ['although an attribute is too long', { correlationid: 'é'.repeat(257) }, { correlationId: null }],
    ['although an attribute has a NUL', { id: 'a\0b' }, { eventId: null }],
    ['although an attribute has half a character', { type: 'a\ud800' }, { type: null }],
    ['although an attribute is empty', { id: '' }, { eventId: null }],
    [
      'with what its family says that the data names',
      {
        type: 'workflow.completed',
        subject: null,
        workflowruntimeid: null,
        data: { workflowRuntimeId: 'run-2' },
      },
      { type: 'workflow.completed', subject: 'run-2', runtimeId: 'run-2' },
    ],
    [
      'although the data spells a level in another way',
      { type: 'case_created', subject: null, data: { case_id: 1.5 } },
      { type: 'case_created', subject: 'run-1' },
    ],
  ])('is read %s', (_about, members, differs) => {
    expect(ofMembers({ ...attributes, ...members })).toEqual({ ...whole, ...differs });
  });

  it.each([
    ['breaks in the data', `${JSON.stringify(attributes).slice(0, -1)},"data":{"a":[1,`, whole],
    ['breaks behind the data', JSON.stringify({ data: {}, ...attributes }).slice(0, -1), whole],
    ['breaks in an attribute', '{"id":"e-1","subject":"case', { ...nothing, eventId: 'e-1' }],
    [
      'breaks in front of an attribute',
      '{"id":"e-1","data":{"a":[},"subject":"x"}',
      { ...nothing, eventId: 'e-1' },
    ],
    ['has attributes only within its data', '{"data":{"id":"x","subject":"x"', nothing],
    ['is an array', JSON.stringify(['id', 'x', 'subject', 'x']), nothing],
    ['is a text', JSON.stringify(JSON.stringify(attributes)), nothing],
    ['is no JSON', 'id: e-1', nothing],
    ['is empty', '', nothing],
  ])('is what stands in front of the fault where the value %s', (_about, text, expected) => {
    expect(ofText(text)).toEqual(expected);
  });

  it('is read from headers although the record names no version of CloudEvents and its value is no JSON', () => {
    const { specversion: _without, ...named } = attributes;
    expect(ofText('{', { ...inHeaders(named), id: 'x', subject: 'x' })).toEqual(whole);
  });

  it('is not read from bytes that are no UTF-8, but beside them', () => {
    const value = Buffer.from(JSON.stringify({ ...attributes, subject: 'é', data: 'é' }), 'latin1');
    expect(readCase({ value, headers: STRUCTURED })).toEqual({ ...whole, subject: 'run-1' });
  });

  it('is read only as far as an event has members: 64 attributes and its data', () => {
    const others = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`m${n}`, n]));
    expect(ofMembers({ ...others(64), id: 'e-1', subject: 'case-1' })).toEqual({
      ...nothing,
      eventId: 'e-1',
    });
    expect(ofMembers({ ...attributes, ...others(1_000) })).toEqual(whole);
  });
});

const anyHeaders = fc.dictionary(
  fc.oneof(fc.constantFrom('ce_id', 'ce_type', 'ce_subject', 'ce_correlationid', 'content-type'), oddText),
  fc.oneof(oddText, fc.constantFrom('application/cloudevents+json', 'application/json', 'case_created')),
);

/** Bytes that begin like an event, and go on with anything. */
const brokenBytes = fc
  .tuple(fc.nat(300), oddBytes, fc.nat(300))
  .map(([end, odd, begin]) =>
    Buffer.concat([
      Buffer.from(JSON.stringify({ ...attributes, data: { case_id: 1 } })).subarray(0, end),
      odd,
      Buffer.from(JSON.stringify(attributes)).subarray(begin),
    ]),
  );

const oddEvent = oddRecord({ attributes, data: { n: 1 } }).map(({ value, headers }) => ({
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
}));

it('of any record it throws nothing, and yields what PostgreSQL can store and index', () => {
  const anyRecord = fc.oneof(
    oddEvent,
    fc.record({ value: fc.oneof(fc.constant(null), oddBytes, brokenBytes), headers: anyHeaders }),
    brokenBytes.map((value) => ({ value, headers: STRUCTURED })),
  );
  fc.assert(
    fc.property(anyRecord, (record) => {
      for (const text of Object.values<string | null | undefined>({ ...readCase(record) })) {
        if (text == null) continue;
        expect(text).toBe(storableText(text, { maxBytes: MAX_VALUE_BYTES }));
        expect(text).not.toBe('');
      }
    }),
    { numRuns: 2_000 },
  );
});

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.constantFrom('Zoë €😀', '"\\', '__proto__'),
);
const level = fc.oneof(name, fc.integer());
const acceptable = fc.record(
  {
    id: name,
    type: fc.constantFrom('claim.paid', 'workflow.completed', 'case_created', 'DOCVER', 'Finished Journey'),
    ...{ subject: name, correlationid: name, workflowruntimeid: name },
    data: fc.oneof(
      fc.record(
        {
          workflowRuntimeId: level,
          case_id: level,
          applicant_id: level,
          journeyId: level,
          other: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: ['id', 'type', 'data'] },
);

const knowledge = { isTenant: () => true, validatorOf: () => () => [] };
const modes = ['structured', 'base64', 'binary'] as const;

it.each(modes)('of any event that is acceptable it yields what is stored of it, in mode %s', (mode) => {
  fc.assert(
    fc.property(acceptable, fc.boolean(), ({ data, ...own }, isDataFirst) => {
      const { subject: _s, workflowruntimeid: _w, correlationid: _c, ...always } = attributes;
      const given = { ...always, ...own };
      const json = JSON.stringify(data);
      const content = mode === 'base64' ? { data_base64: Buffer.from(json).toString('base64') } : { data };
      const event = isDataFirst ? { ...content, ...given } : { ...given, ...content };
      const record =
        mode === 'binary'
          ? { value: Buffer.from(json), headers: inHeaders(given) }
          : { value: Buffer.from(JSON.stringify(event)), headers: STRUCTURED };
      const admitted = orRejected(() => {
        const reading = readRecord({ ...record, rawHeaders: {}, headersAreText: true }, 1e6);
        if (reading.kind === 'rejected') return reading;
        return admit(reading, readAttributes(reading.attributes, { receivedAt: 0 }), knowledge);
      });
      // The attribute and the data may name different runs.
      fc.pre(admitted.kind === 'admitted');
      const { id, type, subject, workflowruntimeid, correlationid } = admitted.attributes;
      expect(readCase(record)).toEqual({
        ...{ eventId: id, type, subject: subject ?? workflowruntimeid ?? null },
        ...{ runtimeId: workflowruntimeid ?? null, correlationId: correlationid ?? null },
      });
    }),
  );
});
