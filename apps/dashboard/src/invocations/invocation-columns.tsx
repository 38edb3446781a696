import { Text } from '@mantine/core';
import type { Invocation } from '../api/types.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { StatusBadge } from './status-badge.tsx';
import { text } from './text.ts';

/** The answer's colour says at a glance whether the receiver took it. */
function Answer({ code }: { readonly code: number | null }) {
  if (code === null) return <Text c="dimmed">–</Text>;
  const isSuccess = code >= 200 && code < 300;
  return (
    <Text c={isSuccess ? 'inherit' : 'red'} className="tabular">
      {code}
    </Text>
  );
}

export const invocationColumns: readonly Column<Invocation>[] = [
  timeColumn(text.columns.accepted, ({ createdAt }) => createdAt),
  { heading: text.columns.status, width: '112px', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    heading: text.columns.event,
    cell: ({ eventType, subject, createdAt, webhookId }) => (
      <>
        <Foreign>{eventType}</Foreign>
        <SecondLine>
          <Time at={createdAt} />
          <Foreign>{subject ?? ''}</Foreign>
          <WebhookName id={webhookId} />
        </SecondLine>
      </>
    ),
  },
  {
    heading: text.columns.subject,
    width: '14%',
    visibleFrom: 'lg',
    cell: ({ subject }) => <Foreign>{subject ?? '–'}</Foreign>,
  },
  {
    heading: text.columns.webhook,
    width: '18%',
    visibleFrom: 'sm',
    cell: ({ webhookId }) => <WebhookName id={webhookId} />,
  },
  {
    heading: text.columns.attempts,
    width: '88px',
    align: 'right',
    visibleFrom: 'md',
    cell: ({ attempts }) => attempts,
  },
  {
    heading: text.columns.answer,
    width: '76px',
    align: 'right',
    visibleFrom: 'sm',
    cell: ({ responseCode }) => <Answer code={responseCode} />,
  },
  timeColumn(text.columns.next, ({ nextAttemptAt }) => nextAttemptAt, 'xl'),
];
