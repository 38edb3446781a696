import { Alert, Grid, Group, Paper, Stack, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { revealedAttempt, revealedInvocation } from '../reveals/revealed.ts';
import { useReveals } from '../reveals/use-reveals.ts';
import { BackLink } from '../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { ComesIntoView } from '../shown/comes-into-view.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { sentence } from '../shown/sentence.ts';
import { WithCode } from '../shown/with-code.tsx';
import { AttemptTimeline } from './attempt-timeline.tsx';
import { AttemptView } from './attempt-view.tsx';
import { Comparison } from './comparison.tsx';
import { CurlButton } from './curl-button.tsx';
import { InvocationActions } from './invocation-actions.tsx';
import { InvocationFacts } from './invocation-facts.tsx';
import { attemptsQuery, invocationQuery } from './queries.ts';
import { revealableBody, revealableExchange } from './revealable.ts';
import { StatusBadge, statusColours } from './status-badge.tsx';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/invocations/$id';

export function InvocationPage() {
  const { id } = useParams({ from: FROM });
  const { data, error, refetch } = useQuery(invocationQuery(useApi(), usePlace(), id));
  if (data !== undefined) return <Shown invocation={data} key={id} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ invocation }: { readonly invocation: ExplainedInvocation }) {
  const { number, attempts, chosen, choose } = useAttempts(invocation);
  const reveals = useReveals();
  const shown = revealedInvocation(invocation, reveals.of(revealableBody(invocation)));
  const attempt = chosen && revealedAttempt(chosen, reveals.of(revealableExchange(invocation, chosen)));
  return (
    <Stack>
      <BackLink to="invocations" label={text.detail.back} />
      <Group justify="space-between" align="start">
        <Group gap="sm" miw={0} maw="100%">
          <Title order={1}>
            <Foreign wrap>{invocation.eventType}</Foreign>
          </Title>
          <StatusBadge status={invocation.status} />
        </Group>
        <Group gap="xs">
          <InvocationActions invocation={invocation} attempt={chosen} />
          {attempt !== undefined && <CurlButton invocation={shown} attempt={attempt} />}
        </Group>
      </Group>
      {invocation.why !== null && <Why status={invocation.status} why={invocation.why} />}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack>
            <Paper p="md">
              <AttemptTimeline
                invocation={invocation}
                attempts={attempts}
                chosen={chosen}
                onChoose={choose}
              />
            </Paper>
            <Paper p="md">
              <InvocationFacts invocation={invocation} />
            </Paper>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <ComesIntoView chosen={number} />
          <Stack>
            <AttemptView invocation={shown} attempt={attempt} reveals={reveals} />
            {chosen !== undefined && <Comparison invocation={invocation} attempt={chosen} />}
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

/** The attempts, and the one that is looked at: the last one, unless the address names another. */
function useAttempts(invocation: ExplainedInvocation) {
  const { attempt: number } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const query = attemptsQuery(useApi(), usePlace(), invocation.id);
  // A page of attempts is read again when there are more of them.
  const { data } = useInfiniteQuery({
    ...query,
    queryKey: [...query.queryKey, invocation.attempts],
    placeholderData: keepPreviousData,
  });
  const attempts = data?.pages.flatMap((page) => page.data) ?? [];
  const chosen = attempts.find((attempt) => String(attempt.number) === number) ?? attempts.at(-1);
  const choose = (attempt: Attempt) =>
    void navigate({
      search: (search) => ({ ...search, attempt: String(attempt.number) }),
      replace: true,
      resetScroll: false,
    });
  return { number, attempts, chosen, choose };
}

interface WhyProps {
  readonly status: ExplainedInvocation['status'];
  readonly why: string;
}

function Why({ status, why }: WhyProps) {
  const title = status === 'delivered' ? text.statuses.delivered : text.detail.why;
  return (
    <Alert color={statusColours[status]} title={title} py="sm">
      <WithCode>{sentence(why)}</WithCode>
    </Alert>
  );
}
