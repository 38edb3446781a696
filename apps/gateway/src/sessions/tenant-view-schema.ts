import { scopes } from '@casewire/identity';
import type { TenantView } from '@casewire/session-store';
import { z } from 'zod';
import { isPrintable, MAX_ACCOUNT_CHARACTERS } from '../authenticate/account.ts';
import { viewRights } from './view-rights.ts';

export const unlockSchema = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(MAX_ACCOUNT_CHARACTERS)
      .refine(isPrintable, {
        message: 'has characters that nobody sees',
        params: { accepted: 'printable characters' },
      })
      .describe('The audit keeps it with everything that is changed meanwhile.'),
  })
  .meta({ examples: [{ reason: 'ticket 17' }] });

export const tenantViewSchema = z.object({
  tenant: z.object({ id: z.string(), name: z.string() }),
  scopes: z.array(z.enum(scopes)).describe('What it allows now, in both environments.'),
  unlocked: z
    .object({ until: z.iso.datetime(), reason: z.string() })
    .nullable()
    .describe('Null while it is for reading only.'),
});

export type TenantViewShown = z.infer<typeof tenantViewSchema>;

/** What the API shows of a view now. */
export function toTenantView(view: TenantView): TenantViewShown {
  const { scopes: allowed, unlocked } = viewRights(view, new Date());
  return {
    tenant: { id: view.tenantId, name: view.tenantName },
    scopes: [...allowed],
    unlocked: unlocked && { until: unlocked.until.toISOString(), reason: unlocked.reason },
  };
}
