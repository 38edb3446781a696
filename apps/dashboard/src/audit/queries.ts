import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/api.ts';
import type { AuditAction, Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';

export function auditKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'audit', ...rest];
}

/** The latest entry of what was done with a thing; null where there is none. */
export function useLatestEntry(resource: string, action: AuditAction) {
  const api = useApi();
  return useQuery({
    queryKey: auditKey(usePlace(), 'latest', resource, action),
    queryFn: async ({ signal }) => {
      const query = { resource, action, limit: 1 };
      const { data } = await bodyOf(api.GET('/v1/audit', { params: { query }, signal }));
      return data[0] ?? null;
    },
  });
}
