import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { NamedSecret, Place, TenantChange } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';

function settingsKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'settings', ...rest];
}

export function useSettings() {
  const api = useApi();
  return useQuery({
    queryKey: settingsKey(usePlace(), 'own'),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/settings', { signal })),
  });
}

export function useEgress() {
  const api = useApi();
  return useQuery({
    queryKey: settingsKey(usePlace(), 'egress'),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/egress', { signal })),
  });
}

/** All named secrets, by name. A tenant may have 200 in each environment. */
export function useNamedSecrets() {
  const api = useApi();
  return useQuery({
    queryKey: settingsKey(usePlace(), 'secrets'),
    queryFn: async ({ signal }) => {
      const secrets: NamedSecret[] = [];
      const params = { query: { limit: 100, order: 'asc' as const } };
      for await (const secret of api.items('/v1/secrets', { params, signal })) secrets.push(secret);
      return secrets;
    },
  });
}

/** Makes or replaces a secret. */
export function useSetSecret() {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, value }: { readonly name: string; readonly value: string }) =>
      bodyOf<unknown>(api.PUT('/v1/secrets/{name}', { params: { path: { name } }, body: { value } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: settingsKey(place) }),
    // The value is kept no longer than the dialog needs it.
    gcTime: 0,
  });
}

export function useDeleteSecret() {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      bodyOf<unknown>(api.DELETE('/v1/secrets/{name}', { params: { path: { name } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: settingsKey(place) }),
  });
}

/** Changes the tenant, which only the operator may. */
export function useChangeTenant() {
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: TenantChange) =>
      bodyOf(sessionApi.PATCH('/v1/tenants/{id}', { params: { path: { id: place.tenant } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: settingsKey(place) }),
  });
}
