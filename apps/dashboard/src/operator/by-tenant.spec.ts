import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttentionItem } from '../api/types.ts';
import { byTenant } from './by-tenant.ts';

const itemOf = (tenantId: string | null) => ({ subject: { tenantId } }) as AttentionItem;

describe('what needs a person, by tenant', () => {
  it('has of each tenant all that is its own, in the order of before', () => {
    const tenants = fc.constantFrom('acme', 'globex', '__proto__', null);
    fc.assert(
      fc.property(fc.array(tenants.map(itemOf)), tenants, (items, tenant) => {
        const own = items.filter(({ subject }) => subject.tenantId === tenant);
        expect(byTenant(items).get(tenant) ?? []).toEqual(own);
      }),
    );
  });

  it('is grouped once for all rows that ask, and anew when it was read anew', () => {
    const items = [itemOf('acme')];
    expect(byTenant(items)).toBe(byTenant(items));
    expect(byTenant([...items, itemOf('globex')]).size).toBe(2);
  });
});
