import { oneOf, pickSearch } from '../app/search.ts';
import { webhookHealths } from '../webhooks/webhook-search.ts';

/** The filters of the list of tenants, as they stand in its address. */
export interface TenantSearch {
  /** A part of the name or the id. */
  readonly q?: string;
  /** Tenants that have a webhook like this. */
  readonly health?: (typeof webhookHealths)[number];
}

/** Reads an address; what is not understood is left out. */
export function readTenantSearch(search: Readonly<Record<string, unknown>>): TenantSearch {
  const health = oneOf(webhookHealths, search['health']);
  return { ...pickSearch(search, ['q']), ...(health !== undefined && { health }) };
}
