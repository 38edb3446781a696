import { NoSymbolIcon } from '@heroicons/react/24/outline';
import { bodyOf } from '../api/api.ts';
import type { RejectedEvent } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { ListPage } from '../lists/list-page.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { rejectedColumns } from './event-columns.tsx';
import { rejectedKey } from './queries.ts';
import { text } from './text.ts';

export function RejectedPage() {
  const api = useApi();
  return (
    <ListPage<RejectedEvent>
      text={{ title: text.rejectedTitle, lead: text.rejectedLead, empty: text.rejectedEmpty }}
      list={{
        queryKey: rejectedKey(usePlace(), 'list'),
        read: (query, signal) => bodyOf(api.GET('/v1/rejected-events', { params: { query }, signal })),
        keyOf: idOf,
      }}
      columns={rejectedColumns}
      Icon={NoSymbolIcon}
    />
  );
}
