import { fieldsOf, type Filtering } from '../app/search.ts';
import { ChoiceFilter, InstantFilter, TextFilter } from '../lists/filters.tsx';
import { WebhookFilter } from '../webhooks/webhook-filter.tsx';
import { attemptOutcomes, invocationStatuses, type InvocationSearch } from './invocation-search.ts';
import { text } from './text.ts';

export function InvocationFilters(filtering: Filtering<InvocationSearch>) {
  const field = fieldsOf(text.filters, filtering);
  return (
    <>
      <ChoiceFilter
        {...field('status')}
        options={invocationStatuses.map((value) => ({ value, label: text.statuses[value] }))}
      />
      <WebhookFilter {...field('webhook')} />
      <ChoiceFilter
        {...field('outcome')}
        options={attemptOutcomes.map((value) => ({ value, label: text.outcomes[value] }))}
      />
      <TextFilter {...field('responseCode')} />
      <TextFilter {...field('eventType')} />
      <TextFilter {...field('subject')} />
      <TextFilter {...field('correlationId')} />
      <InstantFilter {...field('since')} />
      <InstantFilter {...field('until')} />
    </>
  );
}
