import { describe, expect, it } from '@jest/globals';
import { dataOf } from './rejected-data.ts';

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
