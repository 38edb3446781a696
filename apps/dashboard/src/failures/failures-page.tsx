import { ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import type { FailureGroup } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { withFilter } from '../app/search.ts';
import { ChoiceFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { useWebhookList } from '../webhooks/queries.ts';
import { labelOf } from '../webhooks/webhook-name.tsx';
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

interface FiltersProps {
  readonly search: FailureSearch;
  readonly onChange: (search: FailureSearch) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const { data: webhooks = [] } = useWebhookList();
  const set = (name: keyof FailureSearch) => (value: string | undefined) =>
    onChange(withFilter(search, name, value));
  return (
    <>
      <ChoiceFilter
        label={text.filters.state}
        value={search.state}
        options={failureStates.map((value) => ({ value, label: text.states[value] }))}
        onChange={set('state')}
      />
      <ChoiceFilter
        label={text.filters.webhook}
        value={search.webhook}
        options={webhooks.map((webhook) => ({ value: webhook.id, label: labelOf(webhook) }))}
        onChange={set('webhook')}
        searchable
      />
    </>
  );
}
