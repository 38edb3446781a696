import { z } from 'zod';
import { limits } from './limits.ts';

/** Stands for any number of labels before the rest of a name. */
const ANY_LABELS = '*.';

/** A host as `URL` spells it, or `*.` and a name for all names below it. */
const hostSchema = z
  .string()
  .max(limits.hostCharacters)
  .refine((pattern) => isHost(withoutAny(pattern)), {
    error: 'is not a host',
    params: {
      accepted:
        'a host name in lower case (others than ASCII in Punycode) or an address, as in URLs; or `*.` and a name',
    },
  });

export const allowedHostsSchema = z
  .array(hostSchema)
  .min(1)
  .max(limits.allowedHosts)
  .describe(
    'The hosts that webhooks and their token endpoints may have, checked when they are saved and when they are sent to; ' +
      '`*.example.com` allows every name below example.com. Default: all.',
  );

/**
 * Whether a tenant's webhooks may reach the host of a URL.
 * @param allowed undefined or null: all
 */
export function isHostAllowed(allowed: readonly string[] | null | undefined, url: string): boolean {
  if (allowed == null) return true;
  const hostname = URL.parse(url)?.hostname.replace(/\.$/, '');
  if (hostname === undefined) return false;
  return allowed.some((pattern) =>
    pattern.startsWith(ANY_LABELS) ? hostname.endsWith(pattern.slice(1)) : hostname === pattern,
  );
}

function withoutAny(pattern: string): string {
  return pattern.startsWith(ANY_LABELS) ? pattern.slice(ANY_LABELS.length) : pattern;
}

function isHost(host: string): boolean {
  if (host.includes('*')) return false;
  return host !== '' && URL.parse(`https://${host}/`)?.hostname === host && !host.endsWith('.');
}
