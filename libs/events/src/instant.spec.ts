import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantSchema, parseInstant } from './instant.ts';

const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-01-01'), noInvalidDate: true });

describe('an instant in a request', () => {
  it('is read in every spelling that RFC 3339 allows', () => {
    const spellings = fc.record({
      at: dates,
      t: fc.constantFrom('T', 't', ' '),
      z: fc.constantFrom('Z', 'z', '+00:00', ' 00:00', '-00:00'),
      digits: fc.stringMatching(/^[0-9]{0,6}$/),
    });
    fc.assert(
      fc.property(spellings, ({ at, t, z, digits }) => {
        const printed = at.toISOString();
        const text = `${printed.slice(0, 10)}${t}${printed.slice(11, 23)}${digits}${z}`;
        expect(parseInstant(text)).toEqual(at);
      }),
    );
  });

  it('keeps its offset where a form has made a space of its plus', () => {
    const at = new Date('2030-01-31T10:00:00Z');
    for (const text of [
      '2030-01-31T12:00:00+02:00',
      '2030-01-31T12:00:00 02:00',
      '2030-01-31t08:00:00-02:00',
    ]) {
      expect(parseInstant(text)).toEqual(at);
    }
    const query = new URLSearchParams('since=2030-01-31T12:00:00+02:00').get('since');
    expect(instantSchema.parse(query)).toEqual(at);
  });

  it.each([
    '2030-02-30T12:00:00Z',
    '2030-01-31T24:00:00Z',
    '2030-01-31T12:00:00',
    '2030-01-31',
    '1700000000',
    'yesterday',
    '',
    '2030-01-31T12:00:00+02',
  ])('is refused as %s, with the form that is right', (text) => {
    const { issues = [] } = instantSchema.safeParse(text).error ?? {};
    expect(issues.map(({ message }) => message)).toEqual([expect.stringContaining('2030-01-31T12:00:00Z')]);
  });
});
