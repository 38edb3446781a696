import { InboxArrowDownIcon } from '@heroicons/react/24/outline';
import { Button, Group } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { AcceptedEvent } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { fieldsOf, type Filtering } from '../app/search.ts';
import { text as catalogueText } from '../catalogue/text.ts';
import { InstantFilter, TextFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import { eventColumns } from './event-columns.tsx';
import type { EventSearch } from './event-search.ts';
import { eventsKey, readEvents } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/events';
const uidOf = ({ uid }: AcceptedEvent) => uid;

export function EventsPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const setSearch = (changed: EventSearch) => void navigate({ search: changed, replace: true });
  const queryKey = eventsKey(usePlace(), 'list', search);
  return (
    <ListPage
      text={text}
      list={{ queryKey, read: readEvents(useApi(), search), keyOf: uidOf }}
      columns={eventColumns}
      Icon={InboxArrowDownIcon}
      firstStep={<FirstStep />}
      filters={{
        fields: <EventFilters search={search} onChange={setSearch} />,
        active: Object.keys(search).length,
        onClear: () => setSearch({}),
      }}
    />
  );
}

function FirstStep() {
  const place = usePlace();
  return (
    <Group gap="xs">
      <Button
        renderRoot={(props) => (
          <Link {...props} to="/t/$tenant/$environment/catalogue/try" params={place} search={{}} />
        )}
      >
        {catalogueText.tryOut}
      </Button>
      <Button variant="default" component="a" href="/docs" target="_blank" rel="noopener">
        {text.empty.reference}
      </Button>
    </Group>
  );
}

function EventFilters(filtering: Filtering<EventSearch>) {
  const field = fieldsOf(text.filters, filtering);
  return (
    <>
      <TextFilter {...field('type')} />
      <TextFilter {...field('subject')} />
      <TextFilter {...field('correlationId')} />
      <InstantFilter {...field('since')} />
      <InstantFilter {...field('until')} />
    </>
  );
}
