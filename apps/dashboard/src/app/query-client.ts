import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { noteAnswer, noteFailure } from '../api/condition.ts';

declare module '@tanstack/react-query' {
  interface Register {
    /** `isSignIn`: a wrong key or no session is an answer to the question, and no end of a session. */
    queryMeta: { readonly isSignIn?: boolean };
    mutationMeta: { readonly isSignIn?: boolean };
  }
}

/** How often a page that is looked at asks again. A hidden tab asks nothing. */
export const POLL_MS = 5_000;

/** What every request shows about the way to Casewire is noted here, once for all pages. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onSuccess: noteAnswer,
      onError: (error, { meta }) => note(error, meta),
    }),
    mutationCache: new MutationCache({
      onSuccess: noteAnswer,
      onError: (error, _variables, _result, { meta }) => note(error, meta),
    }),
    defaultOptions: {
      // The client has repeated what may be repeated. A browser that thinks it is offline may still reach a Casewire on
      // its own machine.
      queries: { retry: false, networkMode: 'always', staleTime: 1_000 },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

function note(error: Error, meta: { readonly isSignIn?: boolean } | undefined): void {
  if (meta?.isSignIn !== true) noteFailure(error, Date.now());
}
