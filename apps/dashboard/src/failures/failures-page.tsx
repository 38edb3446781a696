import { ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import type { FailureGroup } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { fieldsOf, type Filtering } from '../app/search.ts';
import { ChoiceFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { WebhookFilter } from '../webhooks/webhook-filter.tsx';
import { failureColumns } from './failure-columns.tsx';
import { failureStates, type FailureSearch } from './failure-search.ts';
import { failuresKey } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/failures';

export function FailuresPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const api = useApi();
  const navigate = useNavigate({ from: FROM });
  const setSearch = (changed: FailureSearch) => void navigate({ search: changed, replace: true });
  return (
    <ListPage<FailureGroup>
      text={text}
      list={{
        queryKey: failuresKey(usePlace(), 'list', search),
        read: (query, signal) =>
          bodyOf(api.GET('/v1/failures', { params: { query: { ...query, ...search } }, signal })),
        keyOf: idOf,
      }}
      columns={failureColumns}
      Icon={ExclamationTriangleIcon}
      filters={{
        fields: <Filters search={search} onChange={setSearch} />,
        active: Object.keys(search).length,
        onClear: () => setSearch({}),
      }}
    />
  );
}

function Filters(filtering: Filtering<FailureSearch>) {
  const field = fieldsOf(text.filters, filtering);
  return (
    <>
      <ChoiceFilter
        {...field('state')}
        options={failureStates.map((value) => ({ value, label: text.states[value] }))}
      />
      <WebhookFilter {...field('webhook')} />
    </>
  );
}
