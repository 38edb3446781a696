import { describe, expect, it } from '@jest/globals';
import { resourceOf, valueText, whoOf } from './describe-entry.ts';

const id = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728';

describe('whoOf', () => {
  it.each([
    ['operator', null, null, 'The operator'],
    ['system', null, null, 'Casewire'],
    [`link ${id}`, null, null, 'Portal link …dc6a0728'],
    [id, null, 'Anna', 'Anna (API key …dc6a0728)'],
    [id, 'CRM', null, 'API key “CRM”, …dc6a0728'],
    [id, 'CRM', 'Anna', 'Anna (API key “CRM”, …dc6a0728)'],
  ])('names %s, whose name is %s and who calls itself %s', (actor, actorName, claimedName, who) => {
    expect(whoOf({ actor, actorName, claimedName })).toBe(who);
  });
});

describe('resourceOf', () => {
  it.each([
    [`webhooks/${id}`, null, 'Webhook …dc6a0728'],
    [`webhooks/${id}/test`, null, 'Webhook …dc6a0728'],
    [`api-keys/${id}`, 'CRM', 'API key “CRM”, …dc6a0728'],
    ['secrets/VENDOR/KEY', null, 'Secret VENDOR/KEY'],
    ['signing-secret', null, 'Signing secret'],
    ['constructor/1', null, 'constructor/1'],
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
