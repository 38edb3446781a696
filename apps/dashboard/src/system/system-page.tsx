import { Alert, Badge, Grid, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Pipeline, SystemState } from '../api/types.ts';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { Cuts, Days, OpenInvocations, Readers } from './pipeline-parts.tsx';
import { pipelineQuery, systemQuery } from './queries.ts';
import { text } from './text.ts';

/** Whether the services work, and what waits between them, for the operator. */
export function SystemPage() {
  const system = useQuery(systemQuery);
  const pipeline = useQuery(pipelineQuery);
  if (system.data === undefined) {
    return system.error === null ? (
      <PendingPage />
    ) : (
      <FailurePage error={system.error} onRetry={() => void system.refetch()} />
    );
  }
  return (
    <Stack>
      <div>
        <Title order={1}>{text.title}</Title>
        <Text c="dimmed">{text.lead}</Text>
      </div>
      <Missing system={system.data} pipeline={pipeline.data} isLost={pipeline.error !== null} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack>
            <Part title={text.services.title}>
              <Services system={system.data} />
            </Part>
            <Part title={text.cuts.title} lead={text.cuts.lead}>
              {pipeline.data && <Cuts cuts={pipeline.data.cuts} />}
            </Part>
            <Part title={text.days.title}>{pipeline.data && <Days days={pipeline.data.days} />}</Part>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack>
            <Part title={text.open.title} lead={text.open.counted}>
              {pipeline.data && <OpenInvocations open={pipeline.data.open} />}
            </Part>
            <Part title={text.readers.title}>
              {pipeline.data && <Readers readers={pipeline.data.readers} />}
            </Part>
          </Stack>
        </Grid.Col>
      </Grid>
      <Part title={text.letters.title} lead={text.letters.lead}>
        {pipeline.data && <DeadLetters letters={pipeline.data.deadLetters} />}
      </Part>
    </Stack>
  );
}

interface PartProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

function Part({ title, lead, children }: PartProps) {
  return (
    <Paper p="md">
      <Title order={2} mb={lead === undefined ? 'xs' : 0}>
        {title}
      </Title>
      {lead !== undefined && (
        <Text c="dimmed" mb="xs">
          {lead}
        </Text>
      )}
      {children}
    </Paper>
  );
}

interface MissingProps {
  readonly system: SystemState;
  readonly pipeline: Pipeline | undefined;
  /** Whether history could not be asked at all. */
  readonly isLost: boolean;
}

/** Says what the page lacks. */
function Missing({ system, pipeline, isLost }: MissingProps) {
  const names = new Set([
    ...system.unavailable,
    ...(pipeline?.unavailable ?? []),
    ...(isLost && pipeline === undefined ? ['history'] : []),
  ]);
  if (names.size === 0) return null;
  return <Alert color="orange">{text.partly([...names].join(', '))}</Alert>;
}

function Services({ system: { services, unavailable } }: { readonly system: SystemState }) {
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.services.name}</Table.Th>
          <Table.Th w="28%">{text.services.version}</Table.Th>
          <Table.Th w="38%">{text.services.state}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {services.map((service) => (
          <Table.Tr key={service.name}>
            <Table.Td>{service.name}</Table.Td>
            <Table.Td className="tabular">{service.version ?? '–'}</Table.Td>
            <Table.Td>
              <ServiceBadge service={service} isSilent={unavailable.includes(service.name)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface ServiceBadgeProps {
  readonly service: SystemState['services'][number];
  readonly isSilent: boolean;
}

function ServiceBadge({ service: { ready, away }, isSilent }: ServiceBadgeProps) {
  if (ready) return <Badge color="teal">{text.services.ready}</Badge>;
  if (isSilent) return <Badge color="red">{text.services.silent}</Badge>;
  return (
    <>
      <Badge color="orange">{text.services.notReady}</Badge>
      {away.length > 0 && (
        <Text fz="xs" c="dimmed">
          {text.services.away(away.join(', '))}
        </Text>
      )}
    </>
  );
}
