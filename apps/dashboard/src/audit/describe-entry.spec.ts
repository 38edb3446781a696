import { describe, expect, it } from '@jest/globals';
import { valueText, whoOf } from './describe-entry.ts';

describe('whoOf', () => {
  it.each([
    ['operator', null, 'The operator'],
    ['system', null, 'Casewire'],
    ['link 01a1fc0e-cb7f-7aee-998b-fd37dc6a0728', null, 'Portal link 01a1fc0e…'],
    ['01a1fc0e-cb7f-7aee-998b-fd37dc6a0728', 'Anna', 'Anna (API key 01a1fc0e…)'],
  ])('names %s, who calls itself %s', (actor, claimedName, who) => {
    expect(whoOf({ actor, claimedName })).toBe(who);
  });
});

describe('valueText', () => {
  it('shows a text as it is, and everything else as JSON', () => {
    expect([valueText('a b'), valueText(5), valueText(['a']), valueText(null)]).toEqual([
      'a b',
      '5',
      '["a"]',
      'null',
    ]);
  });

  it('writes hidden characters out', () => {
    expect(valueText('a\u202eb')).toBe('a\\u202eb');
  });

  it('shows nothing where there is nothing', () => {
    expect(valueText(undefined)).toBeUndefined();
  });
});
