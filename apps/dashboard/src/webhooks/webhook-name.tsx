import { useQuery } from '@tanstack/react-query';
import { visibleText } from '../shown/visible-text.ts';
import { Foreign } from '../shown/foreign.tsx';
import type { Webhook } from '../api/types.ts';
import { useWebhookQuery, useWebhookList } from './queries.ts';
import { text } from './text.ts';

/** The name of a webhook; where it has none, the host and path of its URL. */
export function labelOf({ name, url }: Pick<Webhook, 'name' | 'url'>): string {
  return visibleText(name ?? url.replace(/^https?:\/\//, ''));
}

/** A webhook by its name. One that was deleted is shown by the beginning of its id. */
export function WebhookName({ id }: { readonly id: string }) {
  const { data: webhooks } = useWebhookList();
  const listed = webhooks?.find((webhook) => webhook.id === id);
  const { data: single } = useQuery({
    ...useWebhookQuery(id),
    enabled: webhooks !== undefined && listed === undefined,
    staleTime: 300_000,
    refetchInterval: false,
  });
  const webhook = listed ?? single;
  return <Foreign>{webhook === undefined ? text.short(id) : labelOf(webhook)}</Foreign>;
}
