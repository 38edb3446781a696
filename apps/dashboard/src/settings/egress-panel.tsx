import { Stack } from '@mantine/core';
import { CardHeader } from '../shell/card-header.tsx';
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
      <CardHeader title={text.egress.title} lead={data && leadOf(addresses)}>
        {addresses.length > 1 && <CopyButton value={addresses.join('\n')} label={text.egress.copyAll} wide />}
      </CardHeader>
      {addresses.length > 0 && (
        <Stack gap={4} className="monospace">
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

function leadOf(addresses: readonly string[]): string {
  return addresses.length === 0 ? text.egress.none : text.egress.lead;
}
