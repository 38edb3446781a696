import type { Identity } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import type { IncomingHttpHeaders } from 'node:http';

/** What the audit keeps of a request beside whom it is made for. */
export type Account = Pick<Identity, 'requestId' | 'claimedName' | 'reason'>;

/** Headers by which clients account for their requests. */
const accountHeaders = { claimedName: 'Casewire-Claimed-Name', reason: 'Casewire-Reason' } as const;

/** Characters of a text that the audit keeps, at most. */
export const MAX_ACCOUNT_CHARACTERS = 200;

/** @throws Problem invalid-parameter */
export function accountOf(headers: IncomingHttpHeaders): Account {
  const requestId = headers['x-request-id'];
  const claimedName = readText(headers, accountHeaders.claimedName);
  const reason = readText(headers, accountHeaders.reason);
  return {
    ...(typeof requestId === 'string' && { requestId }),
    ...(claimedName !== undefined && { claimedName }),
    ...(reason !== undefined && { reason }),
  };
}

/** A header's value, of which characters outside of ASCII are percent-encoded as UTF-8. */
function readText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  if (value === undefined) return undefined;
  const text = typeof value === 'string' && /^[\x20-\x7e]+$/.test(value) ? decoded(value) : undefined;
  if (text !== undefined && text.length <= MAX_ACCOUNT_CHARACTERS && isPrintable(text)) return text;
  throw new Problem('invalid-parameter', {
    errors: [
      {
        path: name,
        message: 'is no text that the audit keeps',
        accepted: `1 to ${MAX_ACCOUNT_CHARACTERS} printable characters; percent-encode "%" and those that are not ASCII`,
      },
    ],
  });
}

/** Whether a text has no control characters and no others that nobody sees. */
export function isPrintable(text: string): boolean {
  return !/\p{C}/u.test(text);
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
