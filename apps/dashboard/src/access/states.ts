import type { ApiKey, PortalLink } from '../api/types.ts';

/** Whether a key lets anybody in. @param now milliseconds since the epoch */
export function keyState(
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  now: number,
): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'active';
}

/** What became of a link. @param now milliseconds since the epoch */
export function linkState(
  { usedAt, expiresAt }: Pick<PortalLink, 'usedAt' | 'expiresAt'>,
  now: number,
): 'unused' | 'used' | 'expired' {
  if (usedAt !== null) return 'used';
  return Date.parse(expiresAt) <= now ? 'expired' : 'unused';
}
