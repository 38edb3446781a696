import { Anchor, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';
import { rejectedKey } from '../events/queries.ts';
import { rejectionInWords } from '../events/rejection.ts';
import { invocationsKey } from '../invocations/queries.ts';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { text } from './text.ts';

/** Items of each list. */
const SHOWN = 6;

export function LatestFailures() {
  const api = useApi();
  const place = usePlace();
  const { data } = useQuery({
    queryKey: invocationsKey(place, 'failed'),
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/invocations', { params: { query: { status: 'failed', limit: SHOWN } }, signal })),
    refetchInterval: POLL_MS,
  });
  if (data?.data.length === 0) return <Text c="dimmed">{text.noFailed}</Text>;
  return (
    <Table layout="fixed" horizontalSpacing={6}>
      <Table.Tbody>
        {data?.data.map(({ id, createdAt, eventType, webhookId }) => (
          <Table.Tr key={id}>
            <Table.Td w={146}>
              <Time at={createdAt} />
            </Table.Td>
            <Table.Td>
              <Anchor
                renderRoot={(props) => (
                  <Link {...props} to="/t/$tenant/$environment/invocations/$id" params={{ ...place, id }} />
                )}
              >
                <Foreign>{eventType}</Foreign>
              </Anchor>
            </Table.Td>
            <Table.Td c="dimmed">
              <WebhookName id={webhookId} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function LatestRejected() {
  const api = useApi();
  const place = usePlace();
  const { data } = useQuery({
    queryKey: rejectedKey(place, 'latest'),
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/rejected-events', { params: { query: { limit: SHOWN } }, signal })),
    refetchInterval: POLL_MS,
  });
  if (data?.data.length === 0) return <Text c="dimmed">{text.noRejected}</Text>;
  return (
    <Table layout="fixed" horizontalSpacing={6}>
      <Table.Tbody>
        {data?.data.map(({ id, rejectedAt, reason, subject, message }) => (
          <Table.Tr key={id}>
            <Table.Td w={146}>
              <Time at={rejectedAt} />
            </Table.Td>
            <Table.Td>
              <Anchor
                renderRoot={(props) => (
                  <Link {...props} to="/t/$tenant/$environment/rejected/$id" params={{ ...place, id }} />
                )}
              >
                <Foreign>{rejectionInWords(reason)}</Foreign>
              </Anchor>
            </Table.Td>
            <Table.Td c="dimmed">
              <Foreign>{subject ?? message}</Foreign>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
