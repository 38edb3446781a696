import { Button } from '@mantine/core';
import { BoltIcon, PlusIcon } from '@heroicons/react/24/outline';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import type { Webhook } from '../api/types.ts';
import { useApi, useMay, usePlace } from '../app/place.ts';
import { fieldsOf, type Filtering } from '../app/search.ts';
import { ChoiceFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { webhooksKey } from './queries.ts';
import { text } from './text.ts';
import { webhookColumns } from './webhook-columns.tsx';
import { webhookHealths, webhookLevels, webhookStatuses, type WebhookSearch } from './webhook-search.ts';

const FROM = '/t/$tenant/$environment/webhooks';

export function WebhooksPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const api = useApi();
  const setSearch = (changed: WebhookSearch) => void navigate({ search: changed, replace: true });
  return (
    <ListPage<Webhook>
      text={text}
      aside={<NewButton />}
      list={{
        queryKey: webhooksKey(usePlace(), 'list', search),
        read: (query, signal) =>
          bodyOf(api.GET('/v1/webhooks', { params: { query: { ...search, ...query } }, signal })),
        keyOf: idOf,
      }}
      columns={webhookColumns}
      Icon={BoltIcon}
      firstStep={<NewButton />}
      filters={{
        fields: <WebhookFilters search={search} onChange={setSearch} />,
        active: Object.keys(search).length,
        onClear: () => setSearch({}),
      }}
    />
  );
}

function NewButton() {
  if (!useMay('write')) return null;
  return (
    <Button component={Link} from={FROM} to="./new" leftSection={<PlusIcon width={14} />}>
      {text.create}
    </Button>
  );
}

function WebhookFilters(filtering: Filtering<WebhookSearch>) {
  const field = fieldsOf(text.filters, filtering);
  return (
    <>
      <ChoiceFilter
        {...field('health')}
        options={webhookHealths.map((value) => ({ value, label: text.healths[value] }))}
      />
      <ChoiceFilter
        {...field('status')}
        options={webhookStatuses.map((value) => ({ value, label: text.statuses[value] }))}
      />
      <ChoiceFilter
        {...field('level')}
        options={webhookLevels.map((value) => ({ value, label: text.levels[value] }))}
      />
    </>
  );
}
