import { Badge, Grid, Group, Paper, ScrollArea, Text, Title, UnstyledButton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { InspectedRequest, Inspector } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { useReveals } from '../reveals/use-reveals.ts';
import { ComesIntoView } from '../shown/comes-into-view.tsx';
import { Time } from '../time/time.tsx';
import { UnlockButton } from '../view/unlock-button.tsx';
import { useWebhookList } from '../webhooks/queries.ts';
import { useInspectedRequests } from './queries.ts';
import { RequestDetail } from './request-detail.tsx';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/inspector';

/** The requests that have arrived, and one of them in full: the newest, unless another is chosen. */
export function RequestList({ inspector }: { readonly inspector: Inspector }) {
  const isAllowed = useMay('payloads');
  const { data } = useInspectedRequests(inspector.id, isAllowed);
  const { request: id } = useSearch({ from: FROM });
  const requests = data?.data ?? [];
  const chosen = requests.find((request) => request.id === id) ?? requests[0];
  const reveals = useReveals();
  if (!isAllowed) {
    return (
      <Group justify="space-between" gap="xs">
        <Text c="dimmed">{text.hidden}</Text>
        <UnlockButton />
      </Group>
    );
  }
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Paper p="md">
          <Title order={2}>{text.requests}</Title>
          <Text c="dimmed" mb="xs">
            {text.live}
          </Text>
          {data !== undefined && requests.length === 0 && <Nothing inspector={inspector} />}
          <ScrollArea.Autosize mah={{ base: 260, md: 560 }}>
            {requests.map((request) => (
              <Choice key={request.id} request={request} isChosen={request === chosen} />
            ))}
          </ScrollArea.Autosize>
          {data?.hasNext === true && <Text c="dimmed">{text.more}</Text>}
        </Paper>
      </Grid.Col>
      {chosen !== undefined && (
        <Grid.Col span={{ base: 12, md: 8 }}>
          <ComesIntoView chosen={id} />
          <RequestDetail request={chosen} reveals={reveals} />
        </Grid.Col>
      )}
    </Grid>
  );
}

function Nothing({ inspector }: { readonly inspector: Inspector }) {
  const { data = [] } = useWebhookList();
  const isRegistered = data.some(({ url }) => url === inspector.url);
  return (
    <Text>
      {text.none} {isRegistered ? text.noneTest : text.noneRegister}
    </Text>
  );
}

interface ChoiceProps {
  readonly request: InspectedRequest;
  readonly isChosen: boolean;
}

function Choice({ request, isChosen }: ChoiceProps) {
  const navigate = useNavigate({ from: FROM });
  const { id, arrivedAt, method, attempt, answered, signature } = request;
  return (
    <UnstyledButton
      className="choice"
      m={0}
      w="100%"
      aria-pressed={isChosen}
      data-chosen={isChosen || undefined}
      onClick={() =>
        void navigate({
          search: (search) => ({ ...search, request: id }),
          replace: true,
          resetScroll: false,
        })
      }
    >
      <Group gap="xs" justify="space-between">
        <Text fw={500}>
          {method} · <Time at={arrivedAt} />
        </Text>
        <SignatureBadge signature={signature} />
      </Group>
      <Text c="dimmed" fz="xs">
        {text.attempt(attempt)}, {text.answeredWith(answered)}
      </Text>
    </UnstyledButton>
  );
}

function SignatureBadge({ signature }: Pick<InspectedRequest, 'signature'>) {
  if (signature.genuine) return <Badge color="teal">{text.genuine}</Badge>;
  const isFailed = signature.checks.some(({ passed }) => passed === false);
  return <Badge color={isFailed ? 'red' : 'gray'}>{isFailed ? text.wrong : text.unchecked}</Badge>;
}
