import { describe, expect, it } from '@jest/globals';
import { correctable, dataOf } from './rejected-data.ts';

describe('the data of a rejected event', () => {
  it.each([
    ['{"specversion":"1.0","data":{"a":1}}', '{\n  "a": 1\n}'],
    ['{"specversion":"1.0"}', '{}'],
    ['{"a":1}', '{\n  "a": 1\n}'],
    ['{"specversion":"1.0","data":{"a":1.50}}', '{\n  "a": 1.50\n}'],
    ['{"a":12345678901234567890}', '{\n  "a": 12345678901234567890\n}'],
    ['{"specversion":', '{"specversion":'],
    ['', ''],
  ])('of %j is %j', (value, data) => {
    expect(dataOf(value)).toBe(data);
  });
});

describe('the attributes that are offered to be corrected', () => {
  it.each([
    ['vendor', ['vendor', 'id', 'type', 'subject']],
    ['type', ['type', 'id', 'subject']],
    ['data/amount', ['id', 'type', 'subject']],
    ['data', ['id', 'type', 'subject']],
    ['content-type', ['id', 'type', 'subject']],
    ['', ['id', 'type', 'subject']],
  ])('of an event with a fault at %j are %j', (path, names) => {
    expect(correctable({ path })).toEqual(names);
  });

  it.each([
    ['environment', ['environment', 'tenantid', 'id', 'type', 'subject']],
    ['', ['tenantid', 'environment', 'id', 'type', 'subject']],
  ])('of an event with a fault at %j that may be given to a tenant are %j', (path, names) => {
    expect(correctable({ path }, true)).toEqual(names);
  });
});
