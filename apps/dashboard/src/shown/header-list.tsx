import { Table, Text } from '@mantine/core';
import { Foreign } from './foreign.tsx';
import { text } from './text.ts';

/** The headers of a request or an answer, as they were sent. */
export function HeaderList({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return <Text c="dimmed">{text.noHeaders}</Text>;
  return (
    <Table layout="fixed" verticalSpacing={3} horizontalSpacing={0} withRowBorders={false} fz="xs">
      <Table.Tbody>
        {entries.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th
              w="min(170px, 36vw)"
              c="dimmed"
              fw={400}
              ff="monospace"
              pr="xs"
              style={{ verticalAlign: 'top' }}
            >
              <Foreign wrap>{name}</Foreign>
            </Table.Th>
            <Table.Td ff="monospace">
              <Foreign wrap>{value}</Foreign>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
