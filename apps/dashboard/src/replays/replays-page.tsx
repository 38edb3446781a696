import { Group, Progress } from '@mantine/core';
import { ArrowPathIcon } from '@heroicons/react/24/outline';
import { bodyOf } from '../api/api.ts';
import type { Replay } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import { ListPage } from '../lists/list-page.tsx';
import type { Column } from '../lists/record-table.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { replaysKey } from './queries.ts';
import { replayColours, ReplayStateBadge } from './state-badge.tsx';
import { text } from './text.ts';

function endedOf({ progress: { delivered, failed, cancelled } }: Replay): number {
  return delivered + failed + cancelled;
}

const columns: readonly Column<Replay>[] = [
  timeColumn(text.columns.begun, ({ createdAt }) => createdAt),
  { heading: text.columns.state, width: '104px', cell: ({ state }) => <ReplayStateBadge state={state} /> },
  {
    heading: text.columns.webhook,
    cell: (replay) => (
      <>
        <WebhookName id={replay.webhookId} />
        <SecondLine>
          <Time at={replay.createdAt} />
          <span className="tabular">{text.of(endedOf(replay), replay.count)}</span>
          <span className="ellipsis">{text.selections[replay.filter.status]}</span>
        </SecondLine>
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
          color={replayColours[replay.state]}
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
