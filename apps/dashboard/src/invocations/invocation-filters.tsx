import { withFilter } from '../app/search.ts';
import { ChoiceFilter, InstantFilter, TextFilter } from '../lists/filters.tsx';
import { useWebhookList } from '../webhooks/queries.ts';
import { labelOf } from '../webhooks/webhook-name.tsx';
import { attemptOutcomes, invocationStatuses, type InvocationSearch } from './invocation-search.ts';
import { text } from './text.ts';

interface InvocationFiltersProps {
  readonly search: InvocationSearch;
  readonly onChange: (search: InvocationSearch) => void;
}

export function InvocationFilters({ search, onChange }: InvocationFiltersProps) {
  const { data: webhooks = [] } = useWebhookList();
  const set = (name: keyof InvocationSearch) => (value: string | undefined) =>
    onChange(withFilter(search, name, value));
  return (
    <>
      <ChoiceFilter
        label={text.filters.status}
        value={search.status}
        options={invocationStatuses.map((value) => ({ value, label: text.statuses[value] }))}
        onChange={set('status')}
      />
      <ChoiceFilter
        label={text.filters.webhook}
        value={search.webhook}
        options={webhooks.map((webhook) => ({ value: webhook.id, label: labelOf(webhook) }))}
        onChange={set('webhook')}
        searchable
      />
      <ChoiceFilter
        label={text.filters.outcome}
        value={search.outcome}
        options={attemptOutcomes.map((value) => ({ value, label: text.outcomes[value] }))}
        onChange={set('outcome')}
      />
      <TextFilter
        label={text.filters.responseCode}
        value={search.responseCode}
        onChange={set('responseCode')}
      />
      <TextFilter label={text.filters.eventType} value={search.eventType} onChange={set('eventType')} />
      <TextFilter label={text.filters.subject} value={search.subject} onChange={set('subject')} />
      <TextFilter
        label={text.filters.correlationId}
        value={search.correlationId}
        onChange={set('correlationId')}
      />
      <InstantFilter label={text.filters.since} value={search.since} onChange={set('since')} />
      <InstantFilter label={text.filters.until} value={search.until} onChange={set('until')} />
    </>
  );
}
