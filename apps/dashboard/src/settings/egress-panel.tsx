import { Group, Stack, Text, Title } from '@mantine/core';
import { CopyButton } from '../shown/copy-button.tsx';
import { Copyable } from '../shown/facts.tsx';
import { useEgress } from './queries.ts';
import { text } from './text.ts';

/** The ranges that a receiver's firewall has to let in. */
export function EgressPanel() {
  const { data } = useEgress();
  const addresses = data?.addresses ?? [];
  return (
    <>
      <Group justify="space-between" mb={4}>
        <Title order={2}>{text.egress.title}</Title>
        {addresses.length > 1 && <CopyButton value={addresses.join('\n')} label={text.egress.copyAll} wide />}
      </Group>
      {data !== undefined && (
        <Text c="dimmed">{addresses.length === 0 ? text.egress.none : text.egress.lead}</Text>
      )}
      {addresses.length > 0 && (
        <Stack gap={4} mt="xs" className="monospace">
          {addresses.map((address) => (
            <Copyable key={address} label={text.egress.address}>
              {address}
            </Copyable>
          ))}
        </Stack>
      )}
    </>
  );
}
