import type { Environment } from '@casewire/events';
import type { Scope } from '@casewire/identity';
import type { Grants, LinkRights } from '@casewire/session-store';

/** The scopes that change nothing. */
const readingScopes: ReadonlySet<Scope> = new Set<Scope>(['read', 'payloads']);

/** What is left of scopes for somebody who may only read. Secrets are not: whoever may see them may rotate them too. */
export function readOnlyScopes(scopes: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => readingScopes.has(scope));
}

/** What a link's session may do. */
export function linkGrants({ environments, scopes }: Pick<LinkRights, 'environments' | 'scopes'>): Grants {
  return Object.fromEntries(environments.map((environment) => [environment, { scopes }]));
}

/**
 * Whether a landing is a path of the dashboard that a link's session may open: `/t/{tenant}/{environment}`, what is below it,
 * and a query. It must be written as browsers write it, so that it leads nowhere else.
 */
export function isLanding(landing: string, tenantId: string, environments: readonly Environment[]): boolean {
  if (!URL.canParse(landing, 'http://dashboard')) return false;
  const { origin, pathname, search } = new URL(landing, 'http://dashboard');
  if (origin !== 'http://dashboard' || pathname + search !== landing) return false;
  return environments.some((environment) => {
    const root = `/t/${encodeURIComponent(tenantId)}/${environment}`;
    return pathname === root || pathname.startsWith(`${root}/`);
  });
}
