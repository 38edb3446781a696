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

/** The host of a webhook's URL, and its port. */
export function hostOf({ url }: Pick<Webhook, 'url'>): string {
  return visibleText(url.replace(/^https?:\/\//, '').replace(/[/?#].*$/s, ''));
}

/** A webhook by its name. One that was deleted is shown by the end of its id. */
export function WebhookName({ id }: { readonly id: string }) {
  const { data: webhooks } = useWebhookList();
  const listed = webhooks?.find((webhook) => webhook.id === id);
  if (listed !== undefined) return <Foreign>{labelOf(listed)}</Foreign>;
  return webhooks === undefined ? <Foreign>{text.short(id)}</Foreign> : <UnlistedName id={id} />;
}

/** Of a single run, or deleted. It is read by itself, which each row of a list would pay for. */
function UnlistedName({ id }: { readonly id: string }) {
  const { data: webhook } = useQuery({
    ...useWebhookQuery(id),
    staleTime: 300_000,
    refetchInterval: false,
  });
  return <Foreign>{webhook === undefined ? text.short(id) : labelOf(webhook)}</Foreign>;
}
