import { describe, expect, it } from '@jest/globals';
import { resourceOf, valueText, whoOf } from './describe-entry.ts';

describe('whoOf', () => {
  it.each([
    ['operator', null, null, 'The operator'],
    ['system', null, null, 'Casewire'],
    ['link 01a1fc0e-cb7f-7aee-998b-fd37dc6a0728', null, null, 'Portal link 01a1fc0e…'],
    ['01a1fc0e-cb7f-7aee-998b-fd37dc6a0728', null, 'Anna', 'Anna (API key 01a1fc0e…)'],
    ['01a1fc0e-cb7f-7aee-998b-fd37dc6a0728', 'CRM', null, 'API key “CRM”, 01a1fc0e…'],
    ['01a1fc0e-cb7f-7aee-998b-fd37dc6a0728', 'CRM', 'Anna', 'Anna (API key “CRM”, 01a1fc0e…)'],
  ])('names %s, whose name is %s and who calls itself %s', (actor, actorName, claimedName, who) => {
    expect(whoOf({ actor, actorName, claimedName })).toBe(who);
  });
});

describe('resourceOf', () => {
  it.each([
    ['webhooks/1', null, 'webhooks/1'],
    ['api-keys/1', 'CRM', '“CRM”, api-keys/1'],
  ])('of %s, whose name is %s', (resource, resourceName, shown) => {
    expect(resourceOf({ resource, resourceName })).toBe(shown);
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
