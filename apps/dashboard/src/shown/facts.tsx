import { Center, Group, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { Foreign } from './foreign.tsx';

/** Names and values, one a line. What is undefined is left out. */
export type Facts = readonly (readonly [name: string, value: ReactNode | undefined])[];

export function FactTable({ facts }: { readonly facts: Facts }) {
  return (
    <Table layout="fixed" withRowBorders={false} verticalSpacing={4} horizontalSpacing={0}>
      <Table.Tbody>
        {facts
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={130} c="dimmed" fw={400} style={{ verticalAlign: 'top' }}>
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

/** A text from outside, with a button beside its first line that copies it exactly. */
export function Copyable({ children, label }: { readonly children: string; readonly label: string }) {
  return (
    <Group gap={4} wrap="nowrap" align="start">
      <Foreign wrap>{children}</Foreign>
      <Center h="1lh">
        <CopyButton value={children} label={label} />
      </Center>
    </Group>
  );
}
