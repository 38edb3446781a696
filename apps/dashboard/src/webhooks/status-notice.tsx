import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/api.ts';
import type { AuditEntry, Webhook } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';
import { whoOf } from '../audit/describe-entry.ts';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { changeToStatus } from './change-to-status.ts';
import { useHealthQuery, webhooksKey } from './queries.ts';
import { text } from './text.ts';

/** Changes among which that of the status is looked for. */
const SEARCHED = 100;

/** Why a webhook sends nothing now, since when, and who has wanted it so. */
export function StatusNotice({ webhook }: { readonly webhook: Webhook }) {
  const { status, health } = webhook;
  if (status !== 'active') return <SetByHand webhook={webhook} />;
  return health === 'paused' ? <PausedByCasewire webhook={webhook} /> : null;
}

function SetByHand({ webhook }: { readonly webhook: Webhook }) {
  const { status, statusReason } = webhook;
  const change = useChangeToStatus(webhook);
  return (
    <Alert color={status === 'disabled' ? 'red' : 'orange'} title={text.statuses[status]}>
      {statusReason !== null && <Text>{text.statusReasons[statusReason] ?? statusReason}</Text>}
      {change === null && <Text>{text.notice.unknown}</Text>}
      {change != null && (
        <Text component="div">
          {text.notice.since} <Time at={change.at} /> <Foreign wrap>{text.notice.by(whoOf(change))}</Foreign>
        </Text>
      )}
      {change?.reason != null && (
        <Text component="div">
          {text.notice.reason} <Foreign wrap>{change.reason}</Foreign>
        </Text>
      )}
    </Alert>
  );
}

/** @returns null where it is not known; undefined while it is read */
function useChangeToStatus({ id: webhookId, status }: Webhook): AuditEntry | null | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: webhooksKey(usePlace(), webhookId, 'changes', SEARCHED),
    queryFn: ({ signal }) => {
      const params = { path: { webhookId }, query: { limit: SEARCHED } };
      return bodyOf(api.GET('/v1/webhooks/{webhookId}/changes', { params, signal }));
    },
    refetchInterval: 2 * POLL_MS,
  });
  return data && (changeToStatus(data.data, status) ?? null);
}

/** No time of such a pause is recorded, but that of the failures before it is. */
function PausedByCasewire({ webhook }: { readonly webhook: Webhook }) {
  const { data: health } = useQuery(useHealthQuery(webhook.id));
  return (
    <Alert color="orange" title={text.healths.paused}>
      <Text component="div">
        {text.healthMeanings.paused}
        {health?.failingSince != null && (
          <>
            {' '}
            {text.notice.failing} <Time at={health.failingSince} />.
          </>
        )}
      </Text>
    </Alert>
  );
}
