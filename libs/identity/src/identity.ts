import { type Environment } from '@casewire/events';

/** The uses that a key can be allowed. */
export const scopes = ['read', 'payloads', 'write', 'replay', 'secrets'] as const;

export type Scope = (typeof scopes)[number];

/**
 * How much of what events hold a caller sees: `all` of it; what is not sensitive (`masked`), and the rest by
 * `POST /v1/reveals`; or `none`.
 */
export type Sight = 'all' | 'masked' | 'none';

/** Sessions belong to people, who look at screens with others: they see what is sensitive only when they ask for it. */
export function sightOf({ scopes: allowed, session }: Pick<Identity, 'scopes' | 'session'>): Sight {
  if (!allowed.includes('payloads')) return 'none';
  return session === undefined ? 'all' : 'masked';
}

/** For whom a request is made. The gateway learns it from the key or the session. */
export interface Identity {
  /** Absent for the operator who acts for no tenant. */
  readonly tenantId?: string;
  readonly environment?: Environment;
  readonly scopes: readonly Scope[];
  readonly operator: boolean;
  /** Id of the API key, `link` and the id of the portal link, or `operator`; for audits. */
  readonly actor: string;
  /** Id of the session; absent for requests with a key. */
  readonly session?: string;
  /** Id of the request as the gateway got it; for audits. */
  readonly requestId?: string;
  /** Who asks for it, as the client says. Nobody has checked it; for audits. */
  readonly claimedName?: string;
  /** Why, as the client says; for audits. */
  readonly reason?: string;
}
