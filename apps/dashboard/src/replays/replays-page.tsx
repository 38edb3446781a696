import { Group, Progress } from '@mantine/core';
import { ArrowPathIcon } from '@heroicons/react/24/outline';
import { bodyOf } from '../api/api.ts';
import type { Replay } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { ListPage } from '../lists/list-page.tsx';
import type { Column } from '../lists/record-table.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { replaysKey } from './queries.ts';
import { ReplayStateBadge } from './state-badge.tsx';
import { text } from './text.ts';

function endedOf({ progress: { delivered, failed, cancelled } }: Replay): number {
  return delivered + failed + cancelled;
}

const columns: readonly Column<Replay>[] = [
  {
    heading: text.columns.begun,
    width: '160px',
    visibleFrom: 'sm',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  { heading: text.columns.state, width: '104px', cell: ({ state }) => <ReplayStateBadge state={state} /> },
  {
    heading: text.columns.webhook,
    cell: ({ webhookId, createdAt, filter }) => (
      <>
        <WebhookName id={webhookId} />
        <Group hiddenFrom="sm" gap={6} wrap="nowrap" c="dimmed" fz="xs">
          <Time at={createdAt} />
          {text.selections[filter.status]}
        </Group>
      </>
    ),
  },
  {
    heading: text.columns.what,
    width: '26%',
    visibleFrom: 'sm',
    cell: ({ filter }) => text.selections[filter.status],
  },
  {
    heading: text.columns.progress,
    width: '22%',
    visibleFrom: 'md',
    cell: (replay) => (
      <Group gap="xs" wrap="nowrap">
        <Progress
          value={(100 * endedOf(replay)) / Math.max(1, replay.count)}
          flex={1}
          size="sm"
          aria-hidden
        />
        <span className="tabular">{text.of(endedOf(replay), replay.count)}</span>
      </Group>
    ),
  },
];

export function ReplaysPage() {
  const api = useApi();
  return (
    <ListPage<Replay>
      text={text}
      list={{
        queryKey: replaysKey(usePlace(), 'list'),
        read: (query, signal) => bodyOf(api.GET('/v1/replays', { params: { query }, signal })),
        keyOf: idOf,
      }}
      columns={columns}
      Icon={ArrowPathIcon}
      firstStep={<PlaceLink to="webhooks">{text.empty.action}</PlaceLink>}
    />
  );
}
