import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctRecord, type Corrections } from './correct-record.ts';

const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };

function corrected(json: string, corrections: Partial<Corrections>): string | undefined {
  const record = { headers: STRUCTURED, value: Buffer.from(json) };
  return correctRecord(record, { attributes: {}, ...corrections })?.value.toString();
}

const name = fc.stringMatching(/^[a-z0-9]{1,3}$/).filter((text) => text !== 'data');
const attributes = fc.dictionary(name, fc.option(fc.string()), { noNullPrototype: true });

describe('a record in structured mode', () => {
  it('has what was corrected in place of what it had, and keeps the rest', () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.jsonValue(), { noNullPrototype: true }),
        attributes,
        fc.option(fc.json(), { nil: undefined }),
        (members, changed, data) => {
          const json = corrected(JSON.stringify({ ...members, data: 'as it was' }), {
            attributes: changed,
            data: data === undefined ? undefined : Buffer.from(data),
          });
          const expected = Object.entries({
            ...{ ...members, data: 'as it was', ...changed },
            ...(data !== undefined && { data: JSON.parse(data) as unknown }),
          }).filter(([member]) => changed[member] !== null);
          expect(JSON.parse(json ?? '')).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(expected))));
        },
      ),
    );
  });

  it('keeps the spelling of what is not corrected, and names that repeat', () => {
    expect(corrected('{ "a" : 1.50, "b":2, "a":"\\u0041" }', { attributes: { b: 'x' } })).toBe(
      '{"a":1.50,"a":"\\u0041","b":"x"}',
    );
  });

  it('has one value of a name that repeated, if it is corrected', () => {
    const data = Buffer.from('{"n":1.50}');
    expect(corrected('{"id":1,"id":2,"data":1,"data_base64":"x"}', { attributes: { id: '3' }, data })).toBe(
      '{"id":"3","data":{"n":1.50}}',
    );
  });

  it.each(['', '{"id":', '[]', 'null', '"{}"', '1'])('cannot be corrected if its value is %j', (json) => {
    expect(corrected(json, { data: Buffer.from('{}') })).toBeUndefined();
  });
});

describe('a record in binary mode', () => {
  const record = {
    headers: { ce_id: '1', ce_datacontenttype: 'text/xml', 'content-type': 'text/xml', id: 'x' },
    value: Buffer.from('<a/>'),
  };

  it('has corrected attributes in its headers, and keeps its value', () => {
    expect(correctRecord(record, { attributes: { id: '2', type: 't', subject: null } })).toEqual({
      headers: { ...record.headers, ce_id: '2', ce_type: 't' },
      value: record.value,
    });
  });

  it('says that corrected data is JSON', () => {
    const data = Buffer.from('{"n":1.50}');
    expect(correctRecord(record, { attributes: { id: null }, data })).toEqual({
      headers: { 'content-type': 'application/json', id: 'x' },
      value: data,
    });
  });
});
