import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { apiFor, bodyOf, sessionApi } from '../api/api.ts';
import { environments, type Environment, type Place, type Search } from '../api/types.ts';
import { usePlace, useSession } from '../app/place.ts';
import { allows } from '../session/session.ts';
import type { Sought } from './find-search.ts';

/** How long what was found is shown again without asking, in milliseconds. */
const FRESH_MS = 5_000;

export function searchQuery(place: Place, { q, by }: Sought) {
  return queryOptions({
    queryKey: [place.tenant, place.environment, 'find', q, by],
    queryFn: ({ signal }) => {
      const query = { q, ...(by !== undefined && { by }) };
      return bodyOf(apiFor(place).GET('/v1/search', { params: { query }, signal }));
    },
    staleTime: FRESH_MS,
  });
}

/** The environments that a search of the page looks into: its own first, then the other that the session may read. */
export function useSearchedEnvironments(): readonly Environment[] {
  const { environment } = usePlace();
  const session = useSession();
  const others = environments.filter((each) => each !== environment && allows(session, each, 'read'));
  return [environment, ...others];
}

/** Tenants of which somebody sees the first ones. */
const TENANTS = 10;

/** Searches the operator's tenants by a part of the id or the name; for an empty text it asks nothing. */
export function useTenantSearch(q: string) {
  return useQuery({
    queryKey: ['tenants', 'find', q],
    queryFn: async ({ signal }) => {
      const query = { q, limit: TENANTS };
      return (await bodyOf(sessionApi.GET('/v1/tenants', { params: { query }, signal }))).data;
    },
    enabled: q !== '',
    staleTime: FRESH_MS,
  });
}

/** What was found in all environments of the session. */
interface SearchResult {
  readonly answers: readonly (readonly [environment: Environment, answer: Search])[];
  readonly isPending: boolean;
  /** Why an environment could not be searched; null where all could. */
  readonly error: Error | null;
}

/** Searches for a text in all environments of the session; for an empty one it asks nothing. */
export function useSearchEverywhere(q: string): SearchResult {
  const { tenant } = usePlace();
  const searched = useSearchedEnvironments();
  const queries = searched.map((environment) => ({
    ...searchQuery({ tenant, environment }, { q, by: undefined }),
    enabled: q !== '',
  }));
  return useQueries({
    queries,
    combine: (results) => ({
      answers: results.flatMap(({ data }, index) => {
        const environment = searched[index];
        return data === undefined || environment === undefined ? [] : [[environment, data] as const];
      }),
      isPending: q !== '' && results.some(({ isPending }) => isPending),
      error: results.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
}
