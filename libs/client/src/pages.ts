import type { AnswerOf, PathOf, QueryOf } from './call.ts';

/** A list with cursors: its answers are pages, and it takes `after`. */
export type ListPath = {
  [Path in PathOf<'get'>]: AnswerOf<'get', Path> extends PageOf<unknown>
    ? 'after' extends keyof QueryOf<'get', Path>
      ? Path
      : never
    : never;
}[PathOf<'get'>];

interface PageOf<Item> {
  readonly data: readonly Item[];
  readonly hasNext: boolean;
}

/** An item of a list. */
export type ItemOf<Path extends ListPath> = AnswerOf<'get', Path> extends PageOf<infer Item> ? Item : never;

/** The member of each list's items that its cursors name. */
const cursors: { readonly [Path in ListPath]: keyof ItemOf<Path> } = {
  '/v1/audit': 'id',
  '/v1/events': 'uid',
  '/v1/rejected-events': 'id',
  '/v1/sessions': 'id',
  '/v1/tenants': 'id',
  '/v1/tenants/{tenantId}/api-keys': 'id',
  '/v1/tenants/{tenantId}/portal-links': 'id',
  '/v1/webhooks': 'id',
  '/v1/webhooks/{webhookId}/changes': 'id',
  '/v1/webhooks/{webhookId}/data-fetches': 'id',
  '/v1/secrets': 'name',
  '/v1/event-types': 'type',
  '/v1/invocations': 'id',
  '/v1/invocations/{id}/attempts': 'id',
  '/v1/replays': 'id',
  '/v1/failures': 'id',
  '/v1/inspectors': 'id',
  '/v1/inspectors/{id}/requests': 'id',
};

/** The `after` of the page that follows; undefined for the last page. */
export function nextCursor<Path extends ListPath>(
  path: Path,
  page: AnswerOf<'get', Path>,
): string | undefined {
  const { data, hasNext } = page as PageOf<Readonly<Record<string, unknown>>>;
  const last = data.at(-1)?.[cursors[path] as string];
  return hasNext && typeof last === 'string' ? last : undefined;
}
