import { SegmentedControl } from '@mantine/core';
import { PaperAirplaneIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useApi, usePlace } from '../app/place.ts';
import { withFilter, type Filtering } from '../app/search.ts';
import { ListPage } from '../lists/list-page.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { invocationColumns } from './invocation-columns.tsx';
import { InvocationFilters } from './invocation-filters.tsx';
import { countFilters, withoutFilters, type InvocationSearch } from './invocation-search.ts';
import { invocationsKey, readInvocations } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/invocations';

export function InvocationsPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const setSearch = (changed: InvocationSearch) => void navigate({ search: changed, replace: true });
  const queryKey = invocationsKey(usePlace(), 'list', search);
  return (
    <ListPage
      text={text}
      aside={<OrderSwitch search={search} onChange={setSearch} />}
      list={{
        ...{ queryKey, read: readInvocations(useApi(), search), keyOf: idOf },
        newestFirst: search.order === undefined,
      }}
      columns={invocationColumns}
      Icon={PaperAirplaneIcon}
      firstStep={<PlaceLink to="webhooks">{text.empty.action}</PlaceLink>}
      filters={{
        fields: <InvocationFilters search={search} onChange={setSearch} />,
        active: countFilters(search),
        onClear: () => setSearch(withoutFilters(search)),
      }}
    />
  );
}

function OrderSwitch({ search, onChange }: Filtering<InvocationSearch>) {
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
