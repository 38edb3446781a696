import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { bodyOf, sessionApi } from '../api/api.ts';
import { sessionQuery, type TenantView } from '../session/session.ts';

/** Makes the pages know what the operator's view allows from now on. */
function useTakeView() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async (view: TenantView | null): Promise<void> => {
    queryClient.setQueryData(sessionQuery.queryKey, (session) => session && { ...session, view });
    await router.invalidate();
    await queryClient.invalidateQueries();
  };
}

const pathOf = (tenant: string) => ({ params: { path: { tenantId: tenant } } });

export function useBeginView(tenant: string) {
  return useMutation({
    mutationFn: () => bodyOf(sessionApi.PUT('/v1/sessions/current/views/{tenantId}', pathOf(tenant))),
    onSuccess: useTakeView(),
  });
}

export function useUnlockView(tenant: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      bodyOf(
        sessionApi.POST('/v1/sessions/current/views/{tenantId}/unlock', {
          ...pathOf(tenant),
          body: { reason },
        }),
      ),
    onSuccess: useTakeView(),
  });
}

/** Leads back to the tenants. */
export function useEndView(tenant: string) {
  const take = useTakeView();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => sessionApi.DELETE('/v1/sessions/current/views/{tenantId}', pathOf(tenant)),
    onSuccess: async () => {
      await navigate({ to: '/tenants' });
      await take(null);
    },
  });
}
