import { ChoiceFilter, type FilterProps } from '../lists/filters.tsx';
import { useWebhookList } from './queries.ts';
import { labelOf } from './webhook-name.tsx';

/** Chooses a webhook by its name. */
export function WebhookFilter(props: FilterProps) {
  const { data: webhooks = [] } = useWebhookList();
  const options = webhooks.map((webhook) => ({ value: webhook.id, label: labelOf(webhook) }));
  return <ChoiceFilter {...props} options={options} searchable />;
}
