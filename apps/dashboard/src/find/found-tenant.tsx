import { Text } from '@mantine/core';
import type { Tenant } from '../api/types.ts';
import { Foreign } from '../shown/foreign.tsx';
import type { FoundGroup } from './find-dialog.tsx';
import { text } from './text.ts';

/** Tenants that were found; each opens where it needs a person. */
export function tenantGroups(tenants: readonly Tenant[] = []): FoundGroup[] {
  if (tenants.length === 0) return [];
  const options = tenants.map(({ id, name }) => ({
    path: `/t/${encodeURIComponent(id)}`,
    content: <FoundTenant id={id} name={name} />,
  }));
  return [{ label: text.tenants, options }];
}

function FoundTenant({ id, name }: Pick<Tenant, 'id' | 'name'>) {
  return (
    <>
      <Text component="div" fw={500}>
        <Foreign>{name}</Foreign>
      </Text>
      <Text component="div" c="dimmed" fz="xs">
        <Foreign>{id}</Foreign>
      </Text>
    </>
  );
}
