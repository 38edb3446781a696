import { SegmentedControl } from '@mantine/core';
import { PaperAirplaneIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Invocation } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { withFilter } from '../app/search.ts';
import { ListPage } from '../lists/list-page.tsx';
import { useRecordPages } from '../lists/use-record-pages.ts';
import { invocationColumns } from './invocation-columns.tsx';
import { InvocationFilters } from './invocation-filters.tsx';
import { countFilters, type InvocationSearch } from './invocation-search.ts';
import { invocationsKey, readInvocations } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/invocations';
const idOf = ({ id }: Invocation) => id;

export function InvocationsPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const pages = useRecordPages<Invocation>({
    queryKey: invocationsKey(usePlace(), 'list', search),
    read: readInvocations(useApi(), search),
    keyOf: idOf,
    newestFirst: search.order === undefined,
  });
  const setSearch = (changed: InvocationSearch) => void navigate({ search: changed, replace: true });
  const open = useCallback(
    ({ id }: Invocation) =>
      void navigate({ to: '/t/$tenant/$environment/invocations/$id', params: (all) => ({ ...all, id }) }),
    [navigate],
  );
  const isFiltered = countFilters(search) > 0;
  return (
    <ListPage
      title={text.title}
      lead={text.lead}
      aside={<OrderSwitch search={search} onChange={setSearch} />}
      filters={<InvocationFilters search={search} onChange={setSearch} />}
      pages={pages}
      columns={invocationColumns}
      keyOf={idOf}
      onOpen={open}
      Icon={PaperAirplaneIcon}
      empty={text.empty}
      nothing={isFiltered ? { ...text.nothing, onClear: () => setSearch({}) } : undefined}
    />
  );
}

interface OrderSwitchProps {
  readonly search: InvocationSearch;
  readonly onChange: (search: InvocationSearch) => void;
}

function OrderSwitch({ search, onChange }: OrderSwitchProps) {
  return (
    <SegmentedControl
      aria-label={text.order.label}
      data={[
        { value: 'desc', label: text.order.desc },
        { value: 'asc', label: text.order.asc },
      ]}
      value={search.order ?? 'desc'}
      onChange={(value) => onChange(withFilter(search, 'order', value === 'asc' ? value : undefined))}
    />
  );
}
