import { InboxArrowDownIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { AcceptedEvent } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { withFilter } from '../app/search.ts';
import { FilterBar, InstantFilter, TextFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import { useRecordPages } from '../lists/use-record-pages.ts';
import { eventColumns } from './event-columns.tsx';
import type { EventSearch } from './event-search.ts';
import { eventsKey, readEvents } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/events';
const uidOf = ({ uid }: AcceptedEvent) => uid;

export function EventsPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const pages = useRecordPages<AcceptedEvent>({
    queryKey: eventsKey(usePlace(), 'list', search),
    read: readEvents(useApi(), search),
    keyOf: uidOf,
    newestFirst: true,
  });
  const setSearch = (changed: EventSearch) => void navigate({ search: changed, replace: true });
  const open = useCallback(
    ({ uid }: AcceptedEvent) =>
      void navigate({ to: '/t/$tenant/$environment/events/$uid', params: (all) => ({ ...all, uid }) }),
    [navigate],
  );
  const isFiltered = Object.keys(search).length > 0;
  return (
    <ListPage
      title={text.title}
      lead={text.lead}
      filters={<EventFilters search={search} onChange={setSearch} />}
      pages={pages}
      columns={eventColumns}
      keyOf={uidOf}
      onOpen={open}
      Icon={InboxArrowDownIcon}
      empty={text.empty}
      nothing={isFiltered ? { ...text.nothing, onClear: () => setSearch({}) } : undefined}
    />
  );
}

interface EventFiltersProps {
  readonly search: EventSearch;
  readonly onChange: (search: EventSearch) => void;
}

function EventFilters({ search, onChange }: EventFiltersProps) {
  const props = (name: keyof EventSearch) => ({
    label: text.filters[name],
    value: search[name],
    onChange: (value: string | undefined) => onChange(withFilter(search, name, value)),
  });
  return (
    <FilterBar active={Object.keys(search).length} onClear={() => onChange({})}>
      <TextFilter {...props('type')} />
      <TextFilter {...props('subject')} />
      <TextFilter {...props('correlationId')} />
      <InstantFilter {...props('since')} />
      <InstantFilter {...props('until')} />
    </FilterBar>
  );
}
