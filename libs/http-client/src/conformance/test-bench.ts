import type { RequestListener } from 'node:http';
import type { HttpClient, HttpRequest, HttpResponse } from '../http-client.ts';
import { HttpError } from '../http-error.ts';
import { targetRule } from '../target-rule.ts';
import type { ClientOptions } from '../client-options.ts';
import { createHttpClient } from '../undici-client.ts';
import { startServer, type LocalServer } from './local-server.ts';
import {
  startRawReceiver,
  type RawReceiver,
  type RawReceiverOptions,
  type Script,
  type ScriptOf,
} from './raw-receiver.ts';

const loopback = targetRule(['127.0.0.0/8']);

/** A client and the servers that it talks to, all of which end with the test. */
export class TestBench {
  client: HttpClient;
  private readonly closers: (() => Promise<void> | void)[] = [];

  constructor(options: Partial<ClientOptions> = {}) {
    this.client = createHttpClient({ target: loopback, ...options });
  }

  /** Closes the client and makes another one. */
  async use(options: Partial<ClientOptions>): Promise<void> {
    await this.client.close();
    this.client = createHttpClient({ target: loopback, ...options });
  }

  /** Closes a server, or anything else, at the end of the test. */
  async keep<Closing extends { close(): Promise<void> | void }>(
    starting: Promise<Closing> | Closing,
  ): Promise<Closing> {
    const started = await starting;
    this.closers.push(() => started.close());
    return started;
  }

  server(listener: RequestListener): Promise<LocalServer> {
    return this.keep(startServer(listener));
  }

  raw(script: Script | ScriptOf, options?: RawReceiverOptions): Promise<RawReceiver> {
    return this.keep(startRawReceiver(typeof script === 'function' ? script : () => script, options));
  }

  /** Sends a small POST. */
  post(url: string, overrides: Partial<HttpRequest> = {}): Promise<HttpResponse> {
    const { origin, pathname, search } = new URL(url);
    return this.client.request({
      method: 'POST',
      origin,
      target: pathname + search,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"a":1}'),
      deadlineMs: 5000,
      maxResponseBytes: 4096,
      ...overrides,
    });
  }

  /** Sends a small POST that has no answer. @returns why */
  async failure(
    url: string,
    overrides?: Partial<HttpRequest>,
  ): Promise<Pick<HttpError, 'code' | 'message' | 'status'>> {
    try {
      const { status } = await this.post(url, overrides);
      throw new Error(`answered ${status}`);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return { code: error.code, message: error.message, status: error.status };
    }
  }

  async close(): Promise<void> {
    await this.client.close();
    for (const close of this.closers.reverse()) await close();
  }
}

/** The address of a server on 127.0.0.1. */
export function at({ port }: { readonly port: number }, path = '/'): string {
  return `http://127.0.0.1:${port}${path}`;
}

/** An answer as it is on the wire. */
export function answer(status: number, body = '', headers = ''): { write: string } {
  return { write: `HTTP/1.1 ${status} Said\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}` };
}

/** Resolves names as the table says; any other does not exist. */
export function namesFrom(
  table: Readonly<Record<string, readonly string[]>>,
): NonNullable<ClientOptions['resolveName']> {
  return (hostname) => {
    const addresses = table[hostname];
    return addresses === undefined
      ? Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }))
      : Promise.resolve(addresses);
  };
}
