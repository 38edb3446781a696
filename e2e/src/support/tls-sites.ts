import { once } from 'node:events';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSignedCertificate } from '@casewire/testing';
import type { Page } from 'playwright-core';

/** Hosts of three owners: no two of them are one site to a browser (https://publicsuffix.org). */
const hosts = {
  casewire: 'casewire.example.test',
  portal: 'portal.example-bank.test',
  stranger: 'www.example-stranger.test',
} as const;

/** With these, a browser finds the sites on this machine, and believes their certificate. */
export const browserArguments = [
  '--host-resolver-rules=MAP *.test 127.0.0.1',
  '--ignore-certificate-errors',
] as const;

/**
 * Makes a browser block the cookies of other sites in a page, as people choose in its settings. Cookies that are kept for each
 * site apart are none of these.
 */
export async function blockForeignCookies(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
}

/** Runs in pages before their scripts, which then find a browser that does not know the attribute `Partitioned`. */
export const FORGETS_PARTITIONED = `
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', {
    get,
    set(text) {
      set.call(this, text.replace(/; *Partitioned/i, ''));
    },
  });`;

/** Sites over TLS on this machine. */
export interface TlsSites {
  /** The origin of each. */
  readonly origins: Readonly<Record<keyof typeof hosts, string>>;
  /** The address of a page of a site that shows another page in a frame. */
  framing(site: 'portal' | 'stranger', url: string): string;
  /** From now on, a gateway answers for Casewire's site. */
  passOnTo(gateway: string): void;
  close(): Promise<void>;
}

export async function startTlsSites(): Promise<TlsSites> {
  let gateway = '';
  const { key, certificate } = selfSignedCertificate(hosts.casewire);
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const isCasewire = request.headers.host?.startsWith(`${hosts.casewire}:`) === true;
    if (isCasewire) passOn(request, response, gateway);
    else response.setHeader('content-type', 'text/html').end(framingPage(request.url ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const originOf = (host: string) => `https://${host}:${port}`;
  const origins = {
    casewire: originOf(hosts.casewire),
    portal: originOf(hosts.portal),
    stranger: originOf(hosts.stranger),
  };
  return {
    origins,
    framing: (site, url) => `${origins[site]}/?${new URLSearchParams({ frame: url }).toString()}`,
    passOnTo: (url) => {
      gateway = url;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function passOn(request: IncomingMessage, response: ServerResponse, gateway: string): void {
  const { method, url = '', headers } = request;
  const onward = ask(`${gateway}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

function framingPage(target: string): string {
  const frame = new URL(target, 'https://page').searchParams.get('frame') ?? '';
  const source = frame.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><title>Portal</title><h1>Webhooks</h1><iframe title="Casewire" src="${source}" style="width: 100%; height: 800px; border: 0"></iframe>`;
}
