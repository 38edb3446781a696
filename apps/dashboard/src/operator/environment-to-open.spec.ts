import { describe, expect, it } from '@jest/globals';
import type { AttentionItem } from '../api/types.ts';
import { environmentToOpen } from './environment-to-open.ts';

type Subject = AttentionItem['subject'];

const itemOf = (tenantId: string | null, environment: Subject['environment']) => ({
  subject: { tenantId, environment } as Subject,
});

describe('the environment that a row of the tenants opens', () => {
  it.each([
    ['production, where nothing needs anybody', [], 'production'],
    ['the one that needs somebody', [itemOf('acme', 'sandbox')], 'sandbox'],
    [
      'that of the worst, where both do',
      [itemOf('acme', 'sandbox'), itemOf('acme', 'production')],
      'sandbox',
    ],
    [
      'production, whatever other tenants need',
      [itemOf('globex', 'sandbox'), itemOf(null, null)],
      'production',
    ],
    ['that of the first item that has one', [itemOf('acme', null), itemOf('acme', 'sandbox')], 'sandbox'],
  ] as const)('is %s', (_which, items, environment) => {
    expect(environmentToOpen('acme', items)).toBe(environment);
  });
});
