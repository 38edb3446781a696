import { useRouteContext } from '@tanstack/react-router';
import { useMemo } from 'react';
import { apiFor, type Api } from '../api/api.ts';
import type { Place, Scope } from '../api/types.ts';
import { allows, type Session } from '../session/session.ts';

const FROM = '/t/$tenant/$environment';

/** The tenant and environment of the page. */
export function usePlace(): Place {
  return useRouteContext({ from: FROM, select: ({ place }) => place });
}

export function useSession(): Session {
  return useRouteContext({ from: FROM, select: ({ session }) => session });
}

/** Whether the session may do something here. What it may not do is not shown. */
export function useMay(scope: Scope): boolean {
  const { environment } = usePlace();
  return allows(useSession(), environment, scope);
}

/** The calls of the API for the page's tenant and environment. */
export function useApi(): Api {
  const { tenant, environment } = usePlace();
  return useMemo(() => apiFor({ tenant, environment }), [tenant, environment]);
}
