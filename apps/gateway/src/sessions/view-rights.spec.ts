import { describe, expect, it } from '@jest/globals';
import { viewRights } from './view-rights.ts';

const view = { tenantId: 'acme', tenantName: 'Acme', unlockedUntil: null, reason: null };
const until = new Date('2026-11-30T12:15:00Z');
const at = (time: string) => new Date(`2026-11-30T${time}Z`);
const reading = { scopes: ['read'], unlocked: null };

describe('the view of a tenant', () => {
  it('is for reading, without payloads and secrets', () => {
    expect(viewRights(view, at('12:00:00'))).toEqual(reading);
  });

  it('allows everything with a reason, until the time that it was given', () => {
    const unlocked = { ...view, unlockedUntil: until, reason: 'ticket 17' };
    expect(viewRights(unlocked, at('12:14:59.999'))).toEqual({
      scopes: ['read', 'payloads', 'write', 'replay', 'secrets'],
      unlocked: { until, reason: 'ticket 17' },
    });
    for (const time of ['12:15:00', '12:15:00.001', '23:59:59'])
      expect(viewRights(unlocked, at(time))).toEqual(reading);
  });
});
