import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { tenantQuery } from '../access/queries.ts';
import { Foreign } from '../shown/foreign.tsx';

/** A tenant by its name, with its id where that is another text. */
export function TenantName({ id }: { readonly id: string }) {
  const { data } = useQuery({ ...tenantQuery(id), staleTime: 300_000 });
  const name = data?.name ?? id;
  return (
    <Group component="span" gap={6} wrap="nowrap">
      <Foreign>{name}</Foreign>
      {name !== id && (
        <Text component="span" c="dimmed" fz="xs" fw={400} miw={0}>
          <Foreign>{id}</Foreign>
        </Text>
      )}
    </Group>
  );
}
