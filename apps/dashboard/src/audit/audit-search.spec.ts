import { describe, expect, it } from '@jest/globals';
import { parseSearch, stringifySearch } from '../app/search.ts';
import { readAuditSearch, readOperatorAuditSearch, type OperatorAuditSearch } from './audit-search.ts';

describe('the filters of the audit', () => {
  it('come back from the address as they were set', () => {
    const filters: OperatorAuditSearch = {
      action: 'webhook.changed',
      actor: 'operator',
      resource: 'secrets/A & B',
      since: '2026-11-29T08:05:00.000Z',
      tenant: 'acme',
    };
    expect(readOperatorAuditSearch(parseSearch(stringifySearch({ ...filters })))).toEqual(filters);
  });

  it('leave out what is not understood, and the tenant where it is given', () => {
    expect(readAuditSearch({ action: 'webhook.eaten', since: '', tenant: 'acme', x: 'y' })).toEqual({});
  });
});
