import { Problem } from '@casewire/rest';
import { TOKEN_PATTERN } from '@casewire/session-store';
import ipaddr from 'ipaddr.js';
import type { CookieOptions, Response } from 'express';
import type { IncomingHttpHeaders } from 'node:http';

interface CookieTraits {
  readonly name: string;
  readonly options: CookieOptions;
  /** Why browsers or the network make it useless here; undefined where it can be set. */
  readonly refusal: string | undefined;
}

/** A cookie that holds the token of a session. Scripts cannot read it, and it ends with the browser. */
export class SessionCookie {
  readonly #traits: CookieTraits;

  constructor(traits: CookieTraits) {
    this.#traits = traits;
  }

  /** The token of a request; undefined where it has none. */
  read({ cookie }: IncomingHttpHeaders): string | undefined {
    const start = `${this.#traits.name}=`;
    const own = cookie?.split(/; */).find((pair) => pair.startsWith(start));
    const token = own?.slice(start.length);
    return token !== undefined && TOKEN_PATTERN.test(token) ? token : undefined;
  }

  /** @throws Problem forbidden */
  requireUsable(): void {
    const { refusal } = this.#traits;
    if (refusal !== undefined) throw new Problem('forbidden', { detail: refusal });
  }

  set(response: Response, token: string): void {
    const { name, options } = this.#traits;
    response.cookie(name, token, options);
  }

  clear(response: Response): void {
    const { name, options } = this.#traits;
    response.clearCookie(name, options);
  }
}

export interface SessionCookies {
  /** No other site makes a browser send it with anything but the opening of a page. */
  readonly ordinary: SessionCookie;
  /**
   * For the dashboard in a frame of another site. Browsers keep one for each site that frames it (CHIPS), so no site shows the
   * session of another.
   */
  readonly embedded: SessionCookie;
}

/** Browsers take a cookie of this prefix only from its own host, over https, and for all paths. */
const HOST_PREFIX = '__Host-';

/** @param publicUrl where browsers reach the gateway: cookies are for https, or for http on the same machine */
export function sessionCookies(publicUrl: URL): SessionCookies {
  const secure = publicUrl.protocol === 'https:';
  const options = { httpOnly: true, path: '/' } as const;
  const isSafe = secure || isLoopback(publicUrl.hostname);
  return {
    ordinary: new SessionCookie({
      name: secure ? `${HOST_PREFIX}casewire` : 'casewire',
      options: { ...options, secure, sameSite: 'lax' },
      refusal: isSafe
        ? undefined
        : 'sessions need https: CASEWIRE_PUBLIC_URL is neither https nor on this machine',
    }),
    embedded: new SessionCookie({
      name: `${HOST_PREFIX}casewire-embed`,
      options: { ...options, secure: true, sameSite: 'none', partitioned: true },
      refusal: secure ? undefined : 'the dashboard can be embedded over https only: see CASEWIRE_PUBLIC_URL',
    }),
  };
}

function isLoopback(hostname: string): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return (
    hostname === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback')
  );
}
