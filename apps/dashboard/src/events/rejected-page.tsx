import { NoSymbolIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useApi, usePlaceIfAny } from '../app/place.ts';
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
  return (
    <RejectedList
      words={text.rejectedList}
      search={search}
      onChange={(changed) => void navigate({ search: changed, replace: true })}
    />
  );
}

/** For the operator, who alone sees events that name no tenant. */
export function UnassignedPage() {
  const { time: _time, ...search } = useSearch({ from: '/_operator/rejected' });
  const navigate = useNavigate({ from: '/rejected' });
  return (
    <RejectedList
      words={text.unassignedList}
      isUnassigned
      search={search}
      onChange={(changed) => void navigate({ search: changed, replace: true })}
    />
  );
}

interface RejectedListProps extends Filtering<RejectedSearch> {
  readonly words: typeof text.unassignedList;
  /** Whether it has only events that name no tenant. Default: those of the page's tenant and environment. */
  readonly isUnassigned?: true;
}

function RejectedList({ words, isUnassigned, ...filtering }: RejectedListProps) {
  const { search, onChange } = filtering;
  const queryKey = rejectedKey(usePlaceIfAny(), 'list', search);
  const filter = { ...search, ...(isUnassigned && { unassigned: 'true' as const }) };
  return (
    <ListPage
      text={{ ...words, nothing: text.noRejected }}
      list={{ queryKey, read: readRejected(useApi(), filter), keyOf: idOf }}
      columns={rejectedColumns}
      Icon={NoSymbolIcon}
      filters={{
        fields: <RejectedFilters {...filtering} />,
        active: Object.keys(search).length,
        onClear: () => onChange({}),
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
