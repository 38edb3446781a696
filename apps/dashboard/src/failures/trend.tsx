import { Box, Table, Text } from '@mantine/core';
import type { FailureGroup } from '../api/types.ts';
import { Time } from '../time/time.tsx';
import { text } from './text.ts';

interface TrendProps {
  readonly trend: FailureGroup['trend'];
}

/** A bar for each of the last hours. */
export function TrendBars({ trend }: TrendProps) {
  const most = Math.max(1, ...trend.map(({ count }) => count));
  const sum = trend.reduce((all, { count }) => all + count, 0);
  return (
    <div className="trend" role="img" aria-label={text.trendLabel(sum)}>
      {trend.map(({ at, count }) => (
        <span key={at} style={{ height: `${Math.round((100 * count) / most)}%` }} />
      ))}
    </div>
  );
}

/** The same as numbers, folded: the hours in which anything has failed, the last one first. */
export function TrendTable({ trend }: TrendProps) {
  const hours = trend.filter(({ count }) => count > 0).toReversed();
  if (hours.length === 0) return <Text c="dimmed">{text.detail.noTrend}</Text>;
  return (
    <Box component="details" className="more" mt="xs">
      <summary>{text.detail.numbers}</summary>
      <Table layout="fixed" aria-label={text.detail.trend}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.detail.hour}</Table.Th>
            <Table.Th ta="right">{text.detail.count}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {hours.map(({ at, count }) => (
            <Table.Tr key={at}>
              <Table.Td>
                <Time at={at} />
              </Table.Td>
              <Table.Td ta="right" className="tabular">
                {count}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
