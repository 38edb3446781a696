import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { DiffView, type DiffViewProps } from '../shown/diff-view.tsx';
import { Time } from '../time/time.tsx';
import { answerText, bodyTextOf, requestHeaderLines } from './exchange-text.ts';
import { lastDeliveredQuery } from './queries.ts';
import { text } from './text.ts';

interface ComparisonProps {
  readonly invocation: ExplainedInvocation;
  readonly attempt: Attempt;
}

/** Compares an attempt with the last delivery of the same event type to the same webhook, when somebody asks for it. */
export function Comparison(props: ComparisonProps) {
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Paper p="md">
      <Group justify="space-between">
        <Title order={2}>{text.comparison.title}</Title>
        <Button variant="default" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? text.comparison.close : text.comparison.open}
        </Button>
      </Group>
      {isOpen && <Compared {...props} />}
    </Paper>
  );
}

function Compared({ invocation, attempt }: ComparisonProps) {
  const { data, error } = useQuery(lastDeliveredQuery(useApi(), usePlace(), invocation));
  if (error !== null) return <Text c="red">{text.comparison.failed}</Text>;
  if (data === undefined) return null;
  if (data === null) return <Text c="dimmed">{text.comparison.none}</Text>;
  const { delivered, last } = data;
  const areBodiesHidden = delivered.hidden === 'whole' || invocation.hidden === 'whole';
  const areAnswersHidden = [last, attempt].some(({ hidden }) => hidden?.includes('answer'));
  const parts: readonly DiffViewProps[] = [
    {
      label: text.comparison.body,
      before: bodyTextOf(delivered),
      after: bodyTextOf(invocation),
      isHidden: areBodiesHidden,
    },
    {
      label: text.comparison.headers,
      before: requestHeaderLines(last.request.headers),
      after: requestHeaderLines(attempt.request.headers),
    },
    {
      label: text.comparison.answer,
      before: answerText(last),
      after: answerText(attempt),
      isHidden: areAnswersHidden,
    },
  ];
  return (
    <Stack mt="sm">
      <div>
        <Text c="dimmed">{text.comparison.lead}</Text>
        <PlaceLink to={`invocations/${delivered.id}`}>
          {text.comparison.delivered} <Time at={last.startedAt} />
        </PlaceLink>
      </div>
      {parts.map((part) => (
        <div key={part.label}>
          <Title order={3} mb={6}>
            {part.label}
          </Title>
          <DiffView {...part} />
        </div>
      ))}
    </Stack>
  );
}
