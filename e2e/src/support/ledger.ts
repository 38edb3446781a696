import { eventually, type ApiClient } from '@casewire/testing';

/** An invocation as the history shows it. */
export interface Invocation {
  readonly id: string;
  readonly webhookId: string;
  readonly eventUid: string;
  readonly eventId: string;
  /** When its event was accepted. */
  readonly createdAt: string;
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly responseCode: number | null;
  readonly lastAttemptAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly heldBy: { readonly kind: string; readonly number?: number } | null;
  readonly copyOf: string | null;
}

interface InvocationPage {
  readonly data: readonly Invocation[];
  readonly hasNext: boolean;
}

/** Follows `after` from the oldest invocation to the last page. */
export async function readHistory(
  api: ApiClient,
  query: Readonly<Record<string, string>> = {},
): Promise<Invocation[]> {
  const invocations: Invocation[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await readPage(api, { ...query, ...(after !== undefined && { after }) });
    invocations.push(...page.data);
    after = page.data.at(-1)?.id ?? after;
    if (!page.hasNext) return invocations;
  }
}

/** One page, oldest first, 100 at most. */
export async function readPage(
  api: ApiClient,
  query: Readonly<Record<string, string>>,
): Promise<InvocationPage> {
  const parameters = new URLSearchParams({ order: 'asc', limit: '100', ...query });
  const { status, body } = await api.get<InvocationPage>(`/v1/invocations?${parameters.toString()}`);
  if (status !== 200) throw new Error(`history answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** A status of invocations that have not ended, if one has it; undefined if all have ended. */
export async function findOpenStatus(api: ApiClient): Promise<string | undefined> {
  for (const status of ['pending', 'retrying', 'held']) {
    const { data } = await readPage(api, { status, limit: '1' });
    if (data.length > 0) return status;
  }
  return undefined;
}

/** Waits until the history has this many invocations and all of them are delivered. */
export async function untilDelivered(
  api: ApiClient,
  count: number,
  deadlineMs = 60_000,
): Promise<Invocation[]> {
  return eventually(
    async () => {
      const open = await findOpenStatus(api);
      if (open !== undefined) throw new Error(`an invocation is still ${open}`);
      const invocations = await readHistory(api);
      const delivered = invocations.filter(({ status }) => status === 'delivered').length;
      if (delivered < count) throw new Error(`${delivered} of ${count} invocations are delivered`);
      return invocations;
    },
    { deadlineMs, intervalMs: 100 },
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
