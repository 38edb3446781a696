import { useMatch, useRouteContext } from '@tanstack/react-router';
import { useMemo } from 'react';
import { apiFor, sessionApi, type Api } from '../api/api.ts';
import type { Place, Scope } from '../api/types.ts';
import { allows, type Session } from '../session/session.ts';

const FROM = '/t/$tenant/$environment';

/** The tenant and environment of the page. */
export function usePlace(): Place {
  return useRouteContext({ from: FROM, select: ({ place }) => place });
}

/** The same on pages that the operator has of their own too: there it is empty. */
export function usePlaceIfAny(): Partial<Place> {
  return useMatch({ from: FROM, shouldThrow: false, select: ({ context }) => context.place }) ?? {};
}

export function useSession(): Session {
  return useRouteContext({ from: FROM, select: ({ session }) => session });
}

/** Whether the session may do something here. What it may not do is not shown. On their own pages the operator may all. */
export function useMay(scope: Scope): boolean {
  const may = useMatch({
    from: FROM,
    shouldThrow: false,
    select: ({ context: { session, place } }) => allows(session, place.environment, scope),
  });
  return may ?? true;
}

/** The calls of the API for the page's tenant and environment; for nobody's on the operator's own pages. */
export function useApi(): Api {
  const { tenant, environment } = usePlaceIfAny();
  return useMemo(
    () => (tenant === undefined || environment === undefined ? sessionApi : apiFor({ tenant, environment })),
    [tenant, environment],
  );
}
