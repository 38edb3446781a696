import type { AnswerOf } from '@casewire/client';
import { queryOptions } from '@tanstack/react-query';
import { bodyOf, sessionApi } from '../api/api.ts';
import { EMBED_BASE, isEmbedded } from '../app/embedded.ts';
import type { Environment } from '../api/types.ts';

/** The uses that a session can be allowed. */
export type Scope = 'read' | 'payloads' | 'write' | 'replay' | 'secrets';

/** Who has signed in, and for what. It has no tenant where it is the operator's, who may open any. */
export type Session = AnswerOf<'get', '/v1/sessions/current'>;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => bodyOf(sessionApi.GET('/v1/sessions/current', { signal })),
  staleTime: 60_000,
  meta: { isSignIn: true },
});

/** A session that has begun; `landing` is the page that its link leads to, null for the first one. */
export type StartedSession = AnswerOf<'post', '/v1/sessions'>;

/** Signs in with an API key, or with the code of a portal link, which is used by that. */
export function signIn(credentials: { key: string } | { code: string }): Promise<StartedSession> {
  return bodyOf(sessionApi.POST('/v1/sessions', { body: credentials }));
}

/** What a portal link opens. */
export type LinkPreview = AnswerOf<'post', '/v1/sessions/preview'>;

/** Asks what a link opens. The link is not used by that. */
export function previewLink(code: string): Promise<LinkPreview> {
  return bodyOf(sessionApi.POST('/v1/sessions/preview', { body: { code } }));
}

/** The operator's look at a tenant's pages. */
export type TenantView = NonNullable<Session['view']>;

/** Whether a session may do something in an environment of a tenant. The operator may do what the view allows. */
export function allows(session: Session, environment: Environment, scope: Scope): boolean {
  const scopes = session.view?.scopes ?? session.scopesByEnvironment[environment];
  return scopes?.includes(scope) ?? false;
}

/** The first page of a session. */
export function homeOf(session: Session): string {
  const [environment = 'sandbox'] = session.environments;
  return session.tenant === null ? '/operator' : `/t/${encodeURIComponent(session.tenant.id)}/${environment}`;
}

/** Other tabs of the dashboard hear of a sign-out here; frames have sessions of their own. */
const channel = new BroadcastChannel(isEmbedded ? 'casewire-embedded-session' : 'casewire-session');

/** Ends the session, and leaves nothing of it in this tab or another. */
export async function signOut(): Promise<void> {
  await sessionApi.DELETE('/v1/sessions/current');
  channel.postMessage('signed-out');
  leave();
}

/** Follows a sign-out in another tab. */
export function followSignOut(): void {
  channel.addEventListener('message', leave);
  // A page that the browser kept and shows again by Back must not show what was on it.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) window.location.reload();
  });
}

/** A new document: what the old one had in memory is gone with it. */
function leave(): void {
  window.location.replace(isEmbedded ? `${EMBED_BASE}/sign-in` : '/sign-in');
}
