import { scopes as allScopes, type Scope } from '../api/types.ts';
import type { Session } from '../session/session.ts';
import { text as shellText } from '../shell/text.ts';
import { text } from './text.ts';

/** Scopes as the API names them, in its order. */
export function scopesInWords(scopes: readonly Scope[]): string {
  const given = allScopes.filter((scope) => scopes.includes(scope));
  return given.length === allScopes.length ? text.allScopes : given.join(', ');
}

/** What a session may do; by environment, where that differs. */
export function rightsInWords({
  environments,
  scopesByEnvironment,
}: Pick<Session, 'environments' | 'scopesByEnvironment'>): string {
  const rights = environments.map(
    (environment) => [environment, scopesInWords(scopesByEnvironment[environment] ?? [])] as const,
  );
  const [first] = rights;
  if (first !== undefined && rights.every(([, words]) => words === first[1])) return first[1];
  return rights.map(([environment, words]) => `${shellText.environments[environment]}: ${words}`).join('; ');
}
