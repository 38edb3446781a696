import type { AnswerOf, ItemOf, QueryOf } from '@casewire/client';
import { eventually, type ApiClient } from '@casewire/testing';

/** An invocation as the history shows it. */
export type Invocation = ItemOf<'/v1/invocations'>;

type Query = QueryOf<'get', '/v1/invocations'>;

const oldestFirst: Query = { order: 'asc', limit: 100 };

/** Every invocation, from the oldest to the newest. */
export async function readHistory({ client }: ApiClient, query: Query = {}): Promise<Invocation[]> {
  const invocations: Invocation[] = [];
  const call = { params: { query: { ...oldestFirst, ...query } } };
  for await (const page of client.pages('/v1/invocations', call)) invocations.push(...page.data);
  return invocations;
}

/** One page, oldest first, 100 at most. */
export async function readPage(
  { client }: ApiClient,
  query: Query,
): Promise<AnswerOf<'get', '/v1/invocations'>> {
  const { data } = await client.GET('/v1/invocations', { params: { query: { ...oldestFirst, ...query } } });
  return data;
}

/** A status of invocations that have not ended, if one has it; undefined if all have ended. */
export async function findOpenStatus(api: ApiClient): Promise<string | undefined> {
  for (const status of ['pending', 'retrying', 'held'] as const) {
    const { data } = await readPage(api, { status, limit: 1 });
    if (data.length > 0) return status;
  }
  return undefined;
}

/** Waits until the history has this many invocations and all of them are delivered. */
export async function untilDelivered(api: ApiClient, count: number): Promise<Invocation[]> {
  return eventually(
    async () => {
      const open = await findOpenStatus(api);
      if (open !== undefined) throw new Error(`an invocation is still ${open}`);
      const invocations = await readHistory(api);
      const delivered = invocations.filter(({ status }) => status === 'delivered').length;
      if (delivered < count) throw new Error(`${delivered} of ${count} invocations are delivered`);
      return invocations;
    },
    { intervalMs: 100 },
  );
}

/** Waits until the history has invocations that are to be tried again, and answers them. */
export function untilRetrying(api: ApiClient): Promise<readonly Invocation[]> {
  return eventually(async () => {
    const { data } = await readPage(api, { status: 'retrying' });
    if (data.length === 0) throw new Error('no invocation is to be tried again');
    return data;
  });
}
