import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SeverityBadge } from '../attention/attention-line.tsx';
import { attentionOfAll } from '../attention/queries.ts';
import { byTenant } from './by-tenant.ts';
import { text } from './text.ts';

/** The worst of what needs a person in a tenant, and how many things do; nothing where that is not known. */
export function TenantHealth({ tenant }: { readonly tenant: string }) {
  const { data } = useQuery(attentionOfAll);
  if (data === undefined) return null;
  // They come with the worst first.
  const items = byTenant(data.items).get(tenant) ?? [];
  const [worst] = items;
  if (worst !== undefined) return <SeverityBadge severity={worst.severity} count={items.length} />;
  return data.complete && <Text c="dimmed">{text.healthy}</Text>;
}
