import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { DiffView } from '../shown/diff-view.tsx';
import { Time } from '../time/time.tsx';
import { answerText, bodyTextOf, headerLines } from './exchange-text.ts';
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
  const parts: readonly (readonly [name: string, before: string, after: string])[] = [
    [text.comparison.body, bodyTextOf(delivered), bodyTextOf(invocation)],
    [text.comparison.headers, headerLines(last.request.headers), headerLines(attempt.request.headers)],
    [text.comparison.answer, answerText(last), answerText(attempt)],
  ];
  return (
    <Stack mt="sm">
      <div>
        <Text c="dimmed">{text.comparison.lead}</Text>
        <Anchor component={Link} from="/t/$tenant/$environment" to={`./invocations/${delivered.id}`}>
          {text.comparison.delivered} <Time at={last.startedAt} />
        </Anchor>
      </div>
      {parts.map(([name, before, after]) => (
        <div key={name}>
          <Title order={3} mb={6}>
            {name}
          </Title>
          <DiffView label={name} before={before} after={after} />
        </div>
      ))}
    </Stack>
  );
}
