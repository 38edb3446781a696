import type { Settings, TenantChange } from '../api/types.ts';

export const DEFAULT_MERGE = 'additive';
export const DEFAULT_WEBHOOK_LIMIT = 1_000;

/** The fields of the form for a tenant. A number or text that was not given is an empty text. */
export interface TenantValues {
  name: string;
  subscriptionMerge: NonNullable<Settings['settings']['subscriptionMerge']>;
  webhookLimit: number | '';
  publishPerSecond: number | '';
  allowedHosts: string[];
  apiVersion: string;
  atfinityVersion: string;
}

/** The fields as a tenant has them. */
export function tenantValues({ name, settings }: Pick<Settings, 'name' | 'settings'>): TenantValues {
  const { subscriptionMerge = DEFAULT_MERGE, webhookLimit = '', publishPerSecond = '' } = settings;
  const { allowedHosts = [], apiVersion = '', atfinityVersion = '' } = settings;
  return {
    ...{ name, subscriptionMerge, webhookLimit, publishPerSecond, allowedHosts: [...allowedHosts] },
    ...{ apiVersion: String(apiVersion), atfinityVersion },
  };
}

/** What of a tenant is changed: the fields that differ from what it has. Null takes the default. */
export function tenantChange(
  values: TenantValues,
  before: Pick<Settings, 'name' | 'settings'>,
): TenantChange {
  const known = tenantValues(before);
  const isChanged = (field: keyof TenantValues) =>
    JSON.stringify(values[field]) !== JSON.stringify(known[field]);
  const { name, subscriptionMerge, webhookLimit, publishPerSecond, allowedHosts } = values;
  const sent: TenantChange['settings'] = {
    subscriptionMerge: subscriptionMerge === DEFAULT_MERGE ? null : subscriptionMerge,
    webhookLimit: webhookLimit === '' ? null : webhookLimit,
    publishPerSecond: publishPerSecond === '' ? null : publishPerSecond,
    allowedHosts: allowedHosts.length === 0 ? null : allowedHosts,
    apiVersion: values.apiVersion.trim() || null,
    atfinityVersion: values.atfinityVersion.trim() || null,
  };
  const changed = Object.entries(sent).filter(([field]) => isChanged(field as keyof TenantValues));
  return { ...(isChanged('name') && { name }), settings: Object.fromEntries<unknown>(changed) };
}
