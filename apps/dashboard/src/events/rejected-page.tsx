import { NoSymbolIcon } from '@heroicons/react/24/outline';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { bodyOf } from '../api/api.ts';
import type { RejectedEvent } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { ListPage } from '../lists/list-page.tsx';
import { useRecordPages } from '../lists/use-record-pages.ts';
import { rejectedColumns } from './event-columns.tsx';
import { rejectedKey } from './queries.ts';
import { text } from './text.ts';

const idOf = ({ id }: RejectedEvent) => id;

export function RejectedPage() {
  const api = useApi();
  const navigate = useNavigate({ from: '/t/$tenant/$environment/rejected' });
  const pages = useRecordPages<RejectedEvent>({
    queryKey: rejectedKey(usePlace(), 'list'),
    read: (query, signal) => bodyOf(api.GET('/v1/rejected-events', { params: { query }, signal })),
    keyOf: idOf,
    newestFirst: true,
  });
  const open = useCallback(
    ({ id }: RejectedEvent) =>
      void navigate({ to: '/t/$tenant/$environment/rejected/$id', params: (all) => ({ ...all, id }) }),
    [navigate],
  );
  return (
    <ListPage
      title={text.rejectedTitle}
      lead={text.rejectedLead}
      pages={pages}
      columns={rejectedColumns}
      keyOf={idOf}
      onOpen={open}
      Icon={NoSymbolIcon}
      empty={text.rejectedEmpty}
    />
  );
}
