import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elementsOf, membersOf } from './json-parts.ts';

/** Written with spaces and line ends, as people do, or without. */
const spaces = fc.constantFrom(undefined, 2);

describe('the parts of JSON', () => {
  it('are those that JSON.parse finds, of any array', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), spaces, (array, space) => {
        const json = JSON.stringify(array, null, space);
        expect(elementsOf(json).map((each) => JSON.parse(each) as unknown)).toEqual(JSON.parse(json));
      }),
    );
  });

  it('and of any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), spaces, (object, space) => {
        const json = JSON.stringify(object, null, space);
        const members = [...membersOf(json)].map(([name, value]) => [name, JSON.parse(value) as unknown]);
        expect(members).toEqual(Object.entries(JSON.parse(json) as object));
      }),
    );
  });

  it('stand as they were written', () => {
    expect([...membersOf(' { "a\\"{," : 1.50 , "b":{ "c" : [12345678901234567890, {}] } } ')]).toEqual([
      ['a"{,', '1.50'],
      ['b', '{ "c" : [12345678901234567890, {}] }'],
    ]);
    expect(elementsOf('[1.0,[2.0, "]"]]')).toEqual(['1.0', '[2.0, "]"]']);
  });
});
