import { Table, Text, UnstyledButton } from '@mantine/core';
import { ChevronDownIcon, ChevronRightIcon } from '@heroicons/react/24/outline';
import { useState } from 'react';
import type { Pipeline } from '../api/types.ts';
import { Time } from '../time/time.tsx';
import { text } from './text.ts';

type Reader = NonNullable<Pipeline['readers']>[number];

/** A part that could not be read says so. */
function Unread() {
  return <Text c="dimmed">{text.unread}</Text>;
}

export function OpenInvocations({ open }: Pick<Pipeline, 'open'>) {
  if (open === null) return <Unread />;
  const { oldestDueAt, ...counts } = open;
  return (
    <>
      <Table layout="fixed">
        <Table.Tbody>
          {Object.entries(counts).map(([name, count]) => (
            <Table.Tr key={name}>
              <Table.Td>{text.open.names[name as keyof typeof counts]}</Table.Td>
              <Table.Td w={90} ta="right" className="tabular">
                <Text inherit span {...(name === 'overdue' && count > 0 && { c: 'red', fw: 600 })}>
                  {count}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {oldestDueAt !== null && (
        <Text c="dimmed" fz="sm" mt={6}>
          {text.open.since} <Time at={oldestDueAt} />
        </Text>
      )}
    </>
  );
}

/** One line for each group and topic, which opens into its partitions. */
export function Readers({ readers }: Pick<Pipeline, 'readers'>) {
  if (readers === null) return <Unread />;
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.readers.service}</Table.Th>
          <Table.Th>{text.readers.topic}</Table.Th>
          <Table.Th w={80} ta="right">
            {text.readers.behind}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {readers.map((reader) => (
          <ReaderRows key={`${reader.service} ${reader.topic}`} reader={reader} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function ReaderRows({ reader }: { readonly reader: Reader }) {
  const [isOpen, setOpen] = useState(false);
  const { service, topic, behind, partitions } = reader;
  const lagging = partitions.filter((each) => each.behind > 0).length;
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <UnstyledButton fz="inherit" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <Chevron width={12} aria-hidden /> {service}
            <Text span c="dimmed" fz="xs" display="block" ps={16}>
              {text.readers.partitions}: {text.readers.lagging(lagging, partitions.length)}
            </Text>
          </UnstyledButton>
        </Table.Td>
        <Table.Td>{topic}</Table.Td>
        <Table.Td ta="right" className="tabular">
          {behind}
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={3}>
            <Partitions of={reader} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function Partitions({ of: { service, topic, partitions } }: { readonly of: Reader }) {
  return (
    <Table layout="fixed" fz="xs" verticalSpacing={2} aria-label={`${service}, ${topic}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.readers.partition}</Table.Th>
          <Table.Th ta="right">{text.readers.position}</Table.Th>
          <Table.Th ta="right">{text.readers.end}</Table.Th>
          <Table.Th ta="right">{text.readers.behind}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {partitions.map(({ partition, position, end, behind }) => (
          <Table.Tr key={partition} className="tabular">
            <Table.Td>{partition}</Table.Td>
            <Table.Td ta="right">{position ?? text.readers.none}</Table.Td>
            <Table.Td ta="right">{end}</Table.Td>
            <Table.Td ta="right">{behind}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function Cuts({ cuts }: Pick<Pipeline, 'cuts'>) {
  if (cuts === null) return <Unread />;
  if (cuts.length === 0) return <Text c="dimmed">{text.cuts.none}</Text>;
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.cuts.begun}</Table.Th>
          <Table.Th>{text.cuts.finished}</Table.Th>
          <Table.Th ta="right">{text.cuts.found}</Table.Th>
          <Table.Th ta="right">{text.cuts.lost}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cuts.map(({ begunAt, finishedAt, waitsFor, releasedAgain, bodiesLost }) => (
          <Table.Tr key={begunAt}>
            <Table.Td>
              <Time at={begunAt} />
            </Table.Td>
            <Table.Td>{waitsFor === null ? <Time at={finishedAt} /> : text.cuts.waits[waitsFor]}</Table.Td>
            <Table.Td ta="right" className="tabular">
              {releasedAgain}
            </Table.Td>
            <Table.Td ta="right" className="tabular">
              {bodiesLost}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function Days({ days }: Pick<Pipeline, 'days'>) {
  if (days === null) return <Unread />;
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.days.table}</Table.Th>
          <Table.Th w={60} ta="right">
            {text.days.count}
          </Table.Th>
          <Table.Th ta="right">{text.days.oldest}</Table.Th>
          <Table.Th ta="right">{text.days.newest}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map(({ table, days: count, oldest, newest }) => (
          <Table.Tr key={table}>
            <Table.Td>{table}</Table.Td>
            <Table.Td ta="right" className="tabular">
              {count}
            </Table.Td>
            <Table.Td ta="right" className="tabular">
              {oldest ?? '–'}
            </Table.Td>
            <Table.Td ta="right" className="tabular">
              {newest ?? '–'}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
