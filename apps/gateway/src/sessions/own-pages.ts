import { Problem } from '@casewire/rest';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Whether a page of the gateway makes the request in a frame of another site. */
export function isEmbedded(headers: IncomingHttpHeaders): boolean {
  return headers['casewire-session'] === 'embed';
}

const safeMethods: readonly (string | undefined)[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses a request that changes something and was not made by a page of the gateway itself. A form or script of another
 * site cannot send the header, and a browser tells the truth about the origin.
 * @param origin of the gateway, as browsers see it
 * @throws Problem forbidden
 */
export function requireOwnPage(
  { method, headers }: Pick<IncomingMessage, 'headers' | 'method'>,
  origin: string,
): void {
  if (safeMethods.includes(method)) return;
  if (headers['casewire-session'] !== '1' && !isEmbedded(headers)) {
    throw new Problem('forbidden', {
      detail: 'a request by session that changes something needs the header Casewire-Session: 1',
    });
  }
  if (headers.origin !== origin) {
    throw new Problem('forbidden', {
      detail: `a request by session that changes something needs the header Origin: ${origin}, the origin of CASEWIRE_PUBLIC_URL; open the dashboard there`,
    });
  }
}
