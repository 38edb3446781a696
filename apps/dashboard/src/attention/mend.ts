import type { AttentionItem } from '../api/types.ts';

/** A page that shows what has to be corrected. */
export type Look =
  | { readonly shows: 'webhook' | 'failed'; readonly webhookId: string }
  | { readonly shows: 'group'; readonly groupId: string }
  | { readonly shows: 'rejected'; readonly eventId: string };

/** What the button of an item does. */
type Mend =
  | { readonly does: 'enable' | 'send'; readonly webhookId: string }
  | { readonly does: 'retry'; readonly invocationId: string }
  | { readonly does: 'retry-group' | 'ignore-group'; readonly groupId: string }
  | Look;

/** The requests that the dashboard knows: method, path, and the body if there is one. */
const requests: readonly (readonly [request: RegExp, mendOf: (id: string) => Mend])[] = [
  [/^PATCH \/v1\/webhooks\/([^/?]+) \{"status":"active"\}$/, (webhookId) => ({ does: 'enable', webhookId })],
  [
    /^POST \/v1\/webhooks\/([^/?]+)\/resume \{"backlog":"send"\}$/,
    (webhookId) => ({ does: 'send', webhookId }),
  ],
  [/^POST \/v1\/invocations\/([^/?]+)\/retry$/, (invocationId) => ({ does: 'retry', invocationId })],
  [/^POST \/v1\/failures\/([^/?]+)\/retry$/, (groupId) => ({ does: 'retry-group', groupId })],
  [/^POST \/v1\/failures\/([^/?]+)\/ignore \{\}$/, (groupId) => ({ does: 'ignore-group', groupId })],
  [/^GET \/v1\/webhooks\/([^/?]+)\/health$/, (webhookId) => ({ shows: 'webhook', webhookId })],
  [/^GET \/v1\/invocations\?webhook=([^&]+)&status=failed$/, (webhookId) => ({ shows: 'failed', webhookId })],
  [/^GET \/v1\/rejected-events\/([^/?]+)$/, (eventId) => ({ shows: 'rejected', eventId })],
];

/** @returns undefined for a request that the dashboard does not know: then it offers no button */
export function mendOf({ method, path, body }: AttentionItem['action']): Mend | undefined {
  const request = `${method} ${path}${body === null ? '' : ` ${JSON.stringify(body)}`}`;
  for (const [pattern, mend] of requests) {
    const id = pattern.exec(request)?.[1];
    if (id !== undefined) return mend(id);
  }
  return undefined;
}
