import { NoSymbolIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useApi, usePlace } from '../app/place.ts';
import { fieldsOf, type Filtering } from '../app/search.ts';
import { TextFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { rejectedColumns } from './event-columns.tsx';
import type { RejectedSearch } from './event-search.ts';
import { readRejected, rejectedKey } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/rejected';

export function RejectedPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const setSearch = (changed: RejectedSearch) => void navigate({ search: changed, replace: true });
  const queryKey = rejectedKey(usePlace(), 'list', search);
  return (
    <ListPage
      text={text.rejectedList}
      list={{ queryKey, read: readRejected(useApi(), search), keyOf: idOf }}
      columns={rejectedColumns}
      Icon={NoSymbolIcon}
      filters={{
        fields: <RejectedFilters search={search} onChange={setSearch} />,
        active: Object.keys(search).length,
        onClear: () => setSearch({}),
      }}
    />
  );
}

function RejectedFilters(filtering: Filtering<RejectedSearch>) {
  const field = fieldsOf(text.filters, filtering);
  return (
    <>
      <TextFilter {...field('type')} />
      <TextFilter {...field('subject')} />
      <TextFilter {...field('eventId')} />
      <TextFilter {...field('correlationId')} />
    </>
  );
}
