/** A JSON answer, as specs look at it. */
export interface ApiAnswer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface ApiRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Speaks to one gateway with one key. */
export interface ApiClient {
  get<T = unknown>(path: string, request?: ApiRequest): Promise<ApiAnswer<T>>;
  post<T = unknown>(
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer<T>>;
  patch<T = unknown>(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer<T>>;
  put<T = unknown>(path: string, body: unknown): Promise<ApiAnswer<T>>;
  delete(path: string): Promise<ApiAnswer>;
}

/** @param url of the gateway @param key sent as Bearer token; none if undefined */
export function apiClient(
  url: string,
  key?: string,
  fixedHeaders: Readonly<Record<string, string>> = {},
): ApiClient {
  const send = async <T>(
    method: string,
    path: string,
    { body, headers }: ApiRequest,
  ): Promise<ApiAnswer<T>> => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...fixedHeaders,
        ...headers,
      },
      ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : parse(text)) as T,
    };
  };
  return {
    get: (path, request = {}) => send('GET', path, request),
    post: (path, body, headers = {}) => send('POST', path, { body, headers }),
    patch: (path, body, headers = {}) => send('PATCH', path, { body, headers }),
    put: (path, body) => send('PUT', path, { body }),
    delete: (path) => send('DELETE', path, {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
