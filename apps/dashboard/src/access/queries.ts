import { ApiError } from '@casewire/client';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { ApiKey, NewApiKey, NewPortalLink, PortalLink } from '../api/types.ts';
import { idOf, type RecordPagesOptions } from '../lists/use-record-pages.ts';
import type { Session } from '../session/session.ts';

function accessKey(tenant: string, ...rest: readonly unknown[]) {
  return ['access', tenant, ...rest];
}

export function tenantQuery(tenant: string) {
  return queryOptions({
    queryKey: accessKey(tenant, 'tenant'),
    queryFn: ({ signal }) =>
      bodyOf(sessionApi.GET('/v1/tenants/{id}', { params: { path: { id: tenant } }, signal })),
  });
}

export function keyList(tenant: string): RecordPagesOptions<ApiKey> {
  const path = { tenantId: tenant };
  return {
    queryKey: accessKey(tenant, 'api-keys', {}),
    read: (query, signal) =>
      bodyOf(sessionApi.GET('/v1/tenants/{tenantId}/api-keys', { params: { path, query }, signal })),
    keyOf: idOf,
  };
}

export function linkList(tenant: string): RecordPagesOptions<PortalLink> {
  const path = { tenantId: tenant };
  return {
    queryKey: accessKey(tenant, 'portal-links', {}),
    read: (query, signal) =>
      bodyOf(sessionApi.GET('/v1/tenants/{tenantId}/portal-links', { params: { path, query }, signal })),
    keyOf: idOf,
  };
}

export function sessionList(tenant: string): RecordPagesOptions<Session> {
  return {
    queryKey: accessKey(tenant, 'sessions', {}),
    read: (page, signal) =>
      bodyOf(sessionApi.GET('/v1/sessions', { params: { query: { ...page, tenant } }, signal })),
    keyOf: idOf,
  };
}

/** Changes who gets in. The lists are read again, whether or not it was done: a revoked key ends sessions too. */
function useChange<Input, Answer>(tenant: string, mutationFn: (input: Input) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: accessKey(tenant) }),
    // What is shown once is kept no longer than its dialog needs it.
    gcTime: 0,
  });
}

export function useCreateKey(tenant: string) {
  const params = { path: { tenantId: tenant } };
  return useChange(tenant, (body: NewApiKey) =>
    bodyOf(sessionApi.POST('/v1/tenants/{tenantId}/api-keys', { params, body })),
  );
}

export function useRevokeKey(tenant: string) {
  return useChange(tenant, (id: string) =>
    sessionApi.DELETE('/v1/tenants/{tenantId}/api-keys/{id}', { params: { path: { tenantId: tenant, id } } }),
  );
}

export function useCreateLink(tenant: string) {
  const params = { path: { tenantId: tenant } };
  return useChange(tenant, (body: NewPortalLink) =>
    bodyOf(sessionApi.POST('/v1/tenants/{tenantId}/portal-links', { params, body })),
  );
}

export function useRevokeLink(tenant: string) {
  return useChange(tenant, (id: string) =>
    sessionApi.DELETE('/v1/tenants/{tenantId}/portal-links/{id}', {
      params: { path: { tenantId: tenant, id } },
    }),
  );
}

export function useEndSession(tenant: string) {
  return useChange(tenant, endSession);
}

/** Ends all sessions of a tenant. */
export function useEndSessions(tenant: string) {
  return useChange(tenant, () => sessionApi.DELETE('/v1/sessions', { params: { query: { tenant } } }));
}

/** A session that has ended by itself meanwhile is as good as ended. */
async function endSession(id: string): Promise<void> {
  try {
    await sessionApi.DELETE('/v1/sessions/{id}', { params: { path: { id } } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  }
}
