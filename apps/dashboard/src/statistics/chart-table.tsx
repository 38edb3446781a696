import { Table } from '@mantine/core';
import { memo } from 'react';
import type { Statistics } from '../api/types.ts';
import { Time } from '../time/time.tsx';
import type { Chart } from './charts.ts';
import { formatValue } from './format-number.ts';
import { text } from './text.ts';

interface ChartTableProps {
  readonly chart: Chart;
  readonly series: Statistics['series'];
}

/** The numbers of a chart: of all steps together, then of each, the newest first. */
export const ChartTable = memo(function ChartTable({ chart, series }: ChartTableProps) {
  const { lines, unit, id } = chart;
  return (
    <Table stickyHeader aria-label={text.charts[id].title} fz="xs" verticalSpacing={4} className="tabular">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.step}</Table.Th>
          {lines.map(({ name, label }) => (
            <Table.Th key={name} ta="right">
              {label}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Table.Tr fw={600}>
          <Table.Th scope="row">{text.whole}</Table.Th>
          {lines.map(({ name, total }) => (
            <Table.Td key={name} ta="right">
              {formatValue(total, unit)}
            </Table.Td>
          ))}
        </Table.Tr>
        {series
          .map(({ at }, step) => (
            <Table.Tr key={at}>
              <Table.Th scope="row" fw={400}>
                <Time at={at} />
              </Table.Th>
              {lines.map(({ name, values }) => (
                <Table.Td key={name} ta="right">
                  {formatValue(values[step] ?? null, unit)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))
          .reverse()}
      </Table.Tbody>
    </Table>
  );
});
