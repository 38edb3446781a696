import { tenantPages } from '@casewire/dashboard-pages';
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

/** The paths of a tenant's pages; `*` stands for an id. */
const pages: ReadonlySet<string> = new Set(
  Object.values(tenantPages).map((path) => path.replace(/^\//, '').replaceAll(/\$\w+/g, '*')),
);

/**
 * Whether a landing is a page of the dashboard that a link's session may open: `/t/{tenant}/{environment}`, a page below it,
 * and a query. It must be written as browsers write it, so that it leads nowhere else.
 */
export function isLanding(landing: string, tenantId: string, environments: readonly Environment[]): boolean {
  if (!URL.canParse(landing, 'http://dashboard')) return false;
  const { origin, pathname, search } = new URL(landing, 'http://dashboard');
  if (origin !== 'http://dashboard' || pathname + search !== landing) return false;
  return environments.some((environment) => {
    const root = `/t/${encodeURIComponent(tenantId)}/${environment}`;
    return pathname === root || (pathname.startsWith(`${root}/`) && isPage(pathname.slice(root.length + 1)));
  });
}

function isPage(path: string): boolean {
  if (pages.has(path)) return true;
  const [list, id, ...rest] = path.split('/');
  return id !== undefined && id !== '' && pages.has([list, '*', ...rest].join('/'));
}
