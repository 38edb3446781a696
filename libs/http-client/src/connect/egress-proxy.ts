import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import { HttpError } from '../http-error.ts';
import type { Attempt } from './address-race.ts';

/** What a tunnel reports, once, unless it is cancelled. */
export interface TunnelEvents {
  readonly onOpened: (socket: Socket) => void;
  readonly onFailed: (error: HttpError) => void;
}

/** The proxy of the operator that all connections go through, by CONNECT (RFC 9110, section 9.3.6). */
export class EgressProxy {
  private readonly url: URL;

  /** @param url `http://` or `https://`, with the credentials that the proxy asks for */
  constructor(url: string) {
    this.url = new URL(url);
  }

  /** Has the proxy connect to an address, which was vetted: it gets no name that it could look up otherwise. */
  openTunnel(address: string, port: number, events: TunnelEvents): Attempt {
    const { protocol, hostname, port: proxyPort } = this.url;
    const authority = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
    const isTls = protocol === 'https:';
    let isOver = false;
    const request = (isTls ? requestHttps : requestHttp)({
      method: 'CONNECT',
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: proxyPort === '' ? (isTls ? 443 : 80) : Number(proxyPort),
      path: authority,
      headers: { host: authority, ...this.authorization() },
      agent: false,
    });
    const fail = (error: HttpError): void => {
      if (isOver) return;
      isOver = true;
      request.destroy();
      events.onFailed(error);
    };
    request
      .once('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Buffer) => {
        if (isOver || statusCode !== OK || head.length > 0) {
          socket.destroy();
          fail(refusal(statusCode));
          return;
        }
        isOver = true;
        events.onOpened(socket);
      })
      .once('response', ({ statusCode = 0 }: IncomingMessage) => {
        fail(refusal(statusCode));
      })
      // There may be several errors; without a listener one would end the process.
      .on('error', (cause) => {
        fail(new HttpError('connection-error', 'the egress proxy cannot be reached', { cause }));
      })
      .end();
    return {
      cancel() {
        isOver = true;
        request.destroy();
      },
    };
  }

  private authorization(): Record<string, string> {
    const { username, password } = this.url;
    if (username === '') return {};
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
  }
}

const OK = 200;

function refusal(status: number): HttpError {
  return new HttpError('connection-error', `the egress proxy answered ${status}`);
}
