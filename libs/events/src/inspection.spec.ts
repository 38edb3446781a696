import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openInspection, sealInspection, type Inspection } from './inspection.ts';

const now = 1_790_000_000_000;
const inspection: Inspection = {
  inspectorId: 'i',
  tenantId: 'acme',
  webhookId: 'w',
  family: 'ballerine',
  invocationId: 'v',
  attempt: 2,
  shownHeaders: { Authorization: '[redacted]' },
};
const sealed = sealInspection(inspection, now, 'key');

describe('a sealed inspection', () => {
  it('opens as it was sealed, for half a minute', () => {
    expect(openInspection(sealed, now, 'key')).toEqual(inspection);
    expect(openInspection(sealed, now + 30_000, 'key')).toEqual(inspection);
    expect(openInspection(sealed, now + 30_001, 'key')).toBeUndefined();
    expect(openInspection(sealed, now - 30_001, 'key')).toBeUndefined();
  });

  it.each([undefined, '', '.', 'e30.x', `${sealed}.x`])('is not %s', (text) => {
    expect(openInspection(text, now, 'key')).toBeUndefined();
  });

  it('is refused when it was sealed with another key', () => {
    expect(openInspection(sealInspection(inspection, now, 'other'), now, 'key')).toBeUndefined();
  });

  it('is refused when any of its characters is another one', () => {
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'B', '.', '-'), (index, character) => {
        fc.pre(sealed[index] !== character);
        const changed = sealed.slice(0, index) + character + sealed.slice(index + 1);
        expect(openInspection(changed, now, 'key')).toBeUndefined();
      }),
    );
  });
});
