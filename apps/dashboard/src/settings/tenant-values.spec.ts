import { describe, expect, it } from '@jest/globals';
import { tenantChange, tenantValues } from './tenant-values.ts';

const tenant = { name: 'Acme', settings: { webhookLimit: 5, apiVersion: 2, allowedHosts: ['a.example'] } };

describe('the form for a tenant', () => {
  it('changes nothing where nothing was typed', () => {
    expect(tenantChange(tenantValues(tenant), tenant)).toEqual({ settings: {} });
  });

  it('sends what was typed, and null where a setting was emptied', () => {
    const values = { ...tenantValues(tenant), name: 'Acme Ltd', webhookLimit: '' as const, allowedHosts: [] };
    expect(tenantChange({ ...values, publishPerSecond: 10 }, tenant)).toEqual({
      name: 'Acme Ltd',
      settings: { webhookLimit: null, publishPerSecond: 10, allowedHosts: null },
    });
  });

  it('takes the default of the rule for levels by null', () => {
    const overriding = { name: 'Acme', settings: { subscriptionMerge: 'override-per-event' as const } };
    const values = { ...tenantValues(overriding), subscriptionMerge: 'additive' as const };
    expect(tenantChange(values, overriding)).toEqual({ settings: { subscriptionMerge: null } });
  });
});
