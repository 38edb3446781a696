import type { AttentionItem, Environment } from '../api/types.ts';

/**
 * The environment of a tenant that the operator is led to: that of the worst thing that needs a person, else production.
 * @param items what needs a person in all tenants, the worst first
 */
export function environmentToOpen(
  tenant: string,
  items: readonly Pick<AttentionItem, 'subject'>[],
): Environment {
  const [worst] = items.flatMap(({ subject: { tenantId, environment } }) =>
    tenantId === tenant && environment !== null ? [environment] : [],
  );
  return worst ?? 'production';
}
