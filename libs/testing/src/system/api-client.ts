import { createClient, type Client } from '@casewire/client';

/** A JSON answer, as specs look at it. */
export interface ApiAnswer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  readonly body: T;
}

interface ApiRequest {
  readonly body?: unknown;
  readonly headers?: RequestHeaders;
}

type RequestHeaders = Readonly<Record<string, string>>;

/** Speaks to one service for one caller. Texts and bytes are sent as they are, anything else as JSON. */
export interface ServiceClient {
  get<T = unknown>(path: string, request?: ApiRequest): Promise<ApiAnswer<T>>;
  post<T = unknown>(path: string, body?: unknown, headers?: RequestHeaders): Promise<ApiAnswer<T>>;
  patch<T = unknown>(path: string, body: unknown, headers?: RequestHeaders): Promise<ApiAnswer<T>>;
  put<T = unknown>(path: string, body: unknown): Promise<ApiAnswer<T>>;
  delete<T = unknown>(path: string, headers?: RequestHeaders): Promise<ApiAnswer<T>>;
}

/** Speaks to the gateway: each request once, and every answer is shown. */
export interface ApiClient extends ServiceClient {
  /** The client that customers' programs have: typed, with repetitions, and throwing for what is refused. */
  readonly client: Client;
}

/** @param url of the gateway @param key sent as Bearer token; none if undefined */
export function apiClient(url: string, key?: string, fixedHeaders: RequestHeaders = {}): ApiClient {
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const sender = clientOf(
    () => url,
    () => ({ ...authorization, ...fixedHeaders }),
  );
  return { ...sender, client: createClient({ url, ...(key !== undefined && { key }) }) };
}

/** @param urlOf,headersOf read at each request */
export function clientOf(urlOf: () => string, headersOf: () => RequestHeaders): ServiceClient {
  const send = async <T>(
    method: string,
    path: string,
    { body, headers }: ApiRequest = {},
  ): Promise<ApiAnswer<T>> => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(urlOf() + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headersOf(),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (text === '' ? undefined : parse(text)) as T,
    };
  };
  return {
    get: (path, request) => send('GET', path, request),
    post: (path, body, headers = {}) => send('POST', path, { body, headers }),
    patch: (path, body, headers = {}) => send('PATCH', path, { body, headers }),
    put: (path, body) => send('PUT', path, { body }),
    delete: (path, headers = {}) => send('DELETE', path, { headers }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
