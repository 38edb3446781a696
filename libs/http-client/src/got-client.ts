import { request as httpRequest, type OutgoingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import got, { type Got, type PlainResponse } from 'got';
import type { ClientOptions } from './client-options.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
import { HttpError, toHttpError } from './http-error.ts';
import { checkedHeaders } from './request-headers.ts';
import { ResponseBody } from './response-body.ts';
import { vettingAgents } from './vetting-agents.ts';

const bodiless = new Set(['GET', 'HEAD']);

/** The client for everything that is not a hot path. */
export function createGotClient(options: ClientOptions): HttpClient {
  const agent = vettingAgents(options);
  const instance = got.extend({
    agent,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    headers: { 'user-agent': undefined },
    ...(options.certificateAuthorities !== undefined && {
      https: { certificateAuthority: [...options.certificateAuthorities] },
    }),
  });
  const closing = new AbortController();
  return {
    request(request) {
      return send(instance, request, closing.signal);
    },
    close() {
      closing.abort();
      agent.http.destroy();
      agent.https.destroy();
      return Promise.resolve();
    },
  };
}

async function send(instance: Got, request: HttpRequest, closing: AbortSignal): Promise<HttpResponse> {
  const headers = checkedHeaders(request);
  const startedAt = performance.now();
  const url = withoutCredentials(request.url);
  const stream = instance.stream(url, {
    method: request.method,
    headers,
    request: (target, native, onResponse) => {
      const open = target.protocol === 'https:' ? httpsRequest : httpRequest;
      return open(target, { ...native, headers: respelled(native.headers, headers) }, onResponse);
    },
    timeout: { request: request.deadlineMs },
    // got clones the whole memory behind a body, which for a slice is whatever the slice was cut from.
    ...(!bodiless.has(request.method) && { body: new Uint8Array(request.body ?? []) }),
    signal: request.signal === undefined ? closing : AbortSignal.any([request.signal, closing]),
  });
  return new Promise((resolve, reject) => {
    let answer: PlainResponse | undefined;
    const body = new ResponseBody(request.maxResponseBytes);
    const succeed = () => {
      if (answer === undefined) return;
      resolve({
        status: answer.statusCode,
        headers: answer.headers,
        body: body.toBuffer(),
        truncated: body.truncated,
        durationMs: performance.now() - startedAt,
      });
    };
    stream.on('response', (response: PlainResponse) => {
      answer = response;
    });
    stream.on('data', (chunk: Buffer) => {
      body.add(chunk);
      if (!body.truncated) return;
      succeed();
      stream.destroy();
    });
    stream.on('end', succeed);
    stream.on('error', (error) => {
      reject(describe(error, request));
    });
  });
}

/** got writes names in lower case. */
function respelled(
  sent: RequestOptions['headers'],
  given: Readonly<Record<string, string>>,
): OutgoingHttpHeaders {
  const spelling = new Map(Object.keys(given).map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(sent ?? {}).map(([name, value]) => [spelling.get(name) ?? name, value]),
  );
}

function describe(error: Error, request: HttpRequest): HttpError {
  if (error.name === 'TimeoutError') {
    return new HttpError('timeout', `no complete answer within ${request.deadlineMs} ms`, { cause: error });
  }
  if (error.name === 'AbortError') {
    return new HttpError('aborted', 'the exchange was aborted', { cause: error });
  }
  return toHttpError(error);
}

/** `checkedHeaders` has made a header of them. */
function withoutCredentials(url: URL): URL {
  if (url.username === '' && url.password === '') return url;
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}
