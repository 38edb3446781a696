import type { AnswerOf } from '@casewire/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { bodyOf, sessionApi } from '../api/api.ts';
import { EMBED_BASE, isEmbedded } from '../app/embedded.ts';
import type { Environment, Scope } from '../api/types.ts';

/** Who has signed in, and for what. It has no tenant where it is the operator's, who may open any. */
export type Session = AnswerOf<'get', '/v1/sessions/current'>;

const readSession = ({ signal }: { readonly signal: AbortSignal }) =>
  bodyOf(sessionApi.GET('/v1/sessions/current', { signal }));

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 60_000,
  meta: { isSignIn: true },
});

/**
 * Asks for the session when somebody comes back to the page. A page that asks for nothing else then, such as a form, would
 * not show that the session has ended.
 */
export function useSessionCheck(): void {
  useQuery<Session | null>({
    queryKey: ['session-check'],
    queryFn: readSession,
    // The way to the page has asked already.
    initialData: null,
    staleTime: Infinity,
    refetchOnWindowFocus: 'always',
  });
}

/** A session that has begun; `landing` is the page that its link leads to, null for the first one. */
export type StartedSession = AnswerOf<'post', '/v1/sessions'>;

/** Signs in with an API key, or with the code of a portal link, which is used by that. Other tabs go on with the new session. */
export async function signIn(credentials: { key: string } | { code: string }): Promise<StartedSession> {
  const session = await bodyOf(sessionApi.POST('/v1/sessions', { body: credentials }));
  tell('signed-in');
  return session;
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

/** Whether a session may open the pages of a tenant and environment; without a tenant, those of the operator. */
export function opens(
  session: Session,
  tenant: string | undefined,
  environment: string | undefined,
): boolean {
  if (tenant === undefined) return session.tenant === null;
  const isOther = session.tenant !== null && session.tenant.id !== tenant;
  return !isOther && session.environments.some((each) => each === environment);
}

/** The first page of a session. */
export function homeOf(session: Session): string {
  const [environment = 'sandbox'] = session.environments;
  return session.tenant === null ? '/operator' : `/t/${encodeURIComponent(session.tenant.id)}/${environment}`;
}

/** What tabs of one browser tell each other: they share a session. */
type Message = 'signed-in' | 'signed-out';

/** Frames have sessions of their own. */
const channel = new BroadcastChannel(isEmbedded ? 'casewire-embedded-session' : 'casewire-session');

function tell(message: Message): void {
  channel.postMessage(message);
}

/** Calls back when another tab tells this. @returns stops that */
export function onOtherTab(message: Message, call: () => void): () => void {
  const listener = ({ data }: MessageEvent<Message>) => {
    if (data === message) call();
  };
  channel.addEventListener('message', listener);
  return () => channel.removeEventListener('message', listener);
}

/** Ends the session, and leaves nothing of it in this tab or another. */
export async function signOut(): Promise<void> {
  await sessionApi.DELETE('/v1/sessions/current');
  tell('signed-out');
  leave();
}

/** Follows a sign-out in another tab. */
export function followSignOut(): void {
  onOtherTab('signed-out', leave);
  // A page that the browser kept and shows again by Back must not show what was on it.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) window.location.reload();
  });
}

/** A new document: what the old one had in memory is gone with it. */
function leave(): void {
  window.location.replace(isEmbedded ? `${EMBED_BASE}/sign-in` : '/sign-in');
}
