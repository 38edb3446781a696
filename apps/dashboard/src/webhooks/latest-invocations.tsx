import { Anchor, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';
import { invocationsKey } from '../invocations/queries.ts';
import { StatusBadge } from '../invocations/status-badge.tsx';
import { text as invocationText } from '../invocations/text.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { PlaceLink } from '../shell/place-link.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { text } from './text.ts';

/** Invocations that are shown with their webhook. */
const SHOWN = 15;

export function LatestInvocations({ webhookId }: { readonly webhookId: string }) {
  const api = useApi();
  const place = usePlace();
  const { data } = useQuery({
    queryKey: invocationsKey(place, 'of', webhookId),
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/invocations', { params: { query: { webhook: webhookId, limit: SHOWN } }, signal })),
    refetchInterval: POLL_MS,
  });
  return (
    <>
      <CardHeader title={text.detail.invocations}>
        <Anchor
          fz="sm"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/t/$tenant/$environment/invocations"
              params={place}
              search={{ webhook: webhookId }}
            />
          )}
        >
          {text.detail.all}
        </Anchor>
      </CardHeader>
      {data?.data.length === 0 && <Text c="dimmed">{text.detail.noInvocations}</Text>}
      <Table layout="fixed" horizontalSpacing={6}>
        <Table.Tbody>
          {data?.data.map(({ id, eventType, status, createdAt, responseCode }) => (
            <Table.Tr key={id}>
              <Table.Td w={146} visibleFrom="sm">
                <Time at={createdAt} />
              </Table.Td>
              <Table.Td w={92}>
                <StatusBadge status={status} />
              </Table.Td>
              <Table.Td>
                <PlaceLink to={`invocations/${id}`}>
                  <Foreign>{eventType}</Foreign>
                </PlaceLink>
                <Group hiddenFrom="sm" c="dimmed" fz="xs">
                  <Time at={createdAt} />
                </Group>
              </Table.Td>
              <Table.Td w={56} ta="right" aria-label={invocationText.columns.answer}>
                {responseCode ?? '–'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
