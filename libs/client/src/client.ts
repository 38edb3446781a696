import createFetchClient from 'openapi-fetch';
import { idempotentPaths } from './api.ts';
import { refusal } from './api-error.ts';
import type { AnswerOf, Arguments, Call, Method, PathOf } from './call.ts';
import { nextCursor, type ItemOf, type ListPath } from './pages.ts';
import { send } from './send.ts';

export interface ClientOptions {
  /** Of the gateway: `https://casewire.example`. Default: the origin of the page, which only browsers have. */
  readonly url?: string;
  /** An API key, or the operator's key. Default: the session of the browser's cookie. */
  readonly key?: string;
  /** Whether this runs in a frame of another site, which has a session of its own. Default: false. */
  readonly embedded?: boolean;
  /** For whom a session or the operator's key acts. A tenant's key needs neither. */
  readonly tenant?: string;
  readonly environment?: 'sandbox' | 'production';
  /** How often a request is repeated at most. Default: 3. */
  readonly retries?: number;
  /** For one attempt. Default: 75,000, longer than the gateway waits for a service. */
  readonly timeoutMs?: number;
}

/** An answer of 2xx. */
interface Answer<Data> {
  readonly data: Data;
  /** Its status and headers; the body is read. */
  readonly response: Response;
}

/** @throws ApiError for every other answer, and for none; the reason of the call's signal */
interface Ask<M extends Method> {
  /** Gives the text of the answer as it came, for numbers with more digits than JavaScript keeps. */
  <Path extends PathOf<M>>(
    path: Path,
    call: Call<M, Path> & { readonly parseAs: 'text' },
  ): Promise<Answer<string>>;
  <Path extends PathOf<M>>(path: Path, ...call: Arguments<Call<M, Path>>): Promise<Answer<AnswerOf<M, Path>>>;
}

/**
 * Speaks to Casewire's API. Requests that fail by something that passes are repeated, if that does no harm: after the
 * wait that `Retry-After` asks for, unless it is longer than ten seconds. So a POST that takes an Idempotency-Key gets one,
 * unless the call has its own.
 */
export interface Client {
  readonly GET: Ask<'get'>;
  readonly POST: Ask<'post'>;
  readonly PUT: Ask<'put'>;
  readonly PATCH: Ask<'patch'>;
  readonly DELETE: Ask<'delete'>;
  /** The pages of a list, each when it is asked for, from `after` or the beginning to the end in the chosen order. */
  pages<Path extends ListPath>(
    path: Path,
    ...call: Arguments<Call<'get', Path>>
  ): AsyncGenerator<AnswerOf<'get', Path>, void>;
  /** The items of a list, page by page. */
  items<Path extends ListPath>(
    path: Path,
    ...call: Arguments<Call<'get', Path>>
  ): AsyncGenerator<ItemOf<Path>, void>;
}

/** Where a call is not typed by its path. */
interface AnyCall {
  readonly params?: { readonly query?: object };
}

const DEFAULT_LIMITS = { retries: 3, timeoutMs: 75_000 };

/** Makes a client. Opens no connection. */
export function createClient(options: ClientOptions = {}): Client {
  const ask = asking(options);
  async function* pages(path: ListPath, call: AnyCall = {}): AsyncGenerator<never> {
    let after: string | undefined;
    do {
      const query = { ...call.params?.query, ...(after !== undefined && { after }) };
      const { data } = await ask('get', path, { ...call, params: { ...call.params, query } });
      yield data as never;
      after = nextCursor(path, data as never);
    } while (after !== undefined);
  }
  async function* items(path: ListPath, call?: AnyCall): AsyncGenerator<never> {
    for await (const page of pages(path, call)) yield* (page as { readonly data: readonly never[] }).data;
  }
  const method =
    (name: Method) =>
    (path: string, call?: AnyCall): Promise<Answer<never>> =>
      ask(name, path, call) as Promise<Answer<never>>;
  return {
    GET: method('get'),
    POST: method('post'),
    PUT: method('put'),
    PATCH: method('patch'),
    DELETE: method('delete'),
    pages,
    items,
  };
}

type AskAny = (method: Method, path: string, call?: AnyCall) => Promise<Answer<unknown>>;

function asking({ url = '', key, embedded = false, tenant, environment, ...limits }: ClientOptions): AskAny {
  const client = createFetchClient<Record<string, never>>({
    baseUrl: url,
    headers: {
      ...(key === undefined
        ? { 'casewire-session': embedded ? 'embed' : '1' }
        : { authorization: `Bearer ${key}` }),
      ...(tenant !== undefined && { 'casewire-tenant': tenant }),
      ...(environment !== undefined && { 'casewire-environment': environment }),
    },
    credentials: key === undefined ? 'same-origin' : 'omit',
    fetch: (request) => send(request, { ...DEFAULT_LIMITS, ...limits }),
  });
  client.use({
    onRequest: ({ request, schemaPath }) => {
      if (request.method !== 'POST' || !idempotentPaths.has(schemaPath)) return;
      if (!request.headers.has('idempotency-key')) request.headers.set('idempotency-key', newKey());
    },
  });
  return async (method, path, call) => {
    const { data, error, response } = await client.request(method, path as never, call as never);
    if (!response.ok) throw refusal(response, error);
    return { data, response };
  };
}

/** 128 random bits. (`crypto.randomUUID` exists only in pages that came by TLS or from this machine.) */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
