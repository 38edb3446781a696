import { Alert, Button } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import { redirect, useRouter } from '@tanstack/react-router';
import { ApiError } from '@casewire/client';
import { takeCode } from './code.ts';
import { Entrance } from './entrance.tsx';
import { homeOf, sessionQuery, signIn } from './session.ts';
import { text } from './text.ts';

/** Whether the browser keeps cookies of a frame, as that of the session is one. */
function keepsCookies(): boolean {
  const attributes = 'Path=/; Secure; SameSite=None; Partitioned';
  const probe = '__Host-casewire-probe=1';
  try {
    document.cookie = `${probe}; ${attributes}`;
    const isKept = document.cookie.split('; ').includes(probe);
    document.cookie = `${probe}; ${attributes}; Max-Age=0`;
    return isKept;
  } catch {
    // A frame without an origin of its own (`sandbox`) has no cookies at all.
    return false;
  }
}

/**
 * Opens a portal link in a frame, at once: people have chosen to open it on the page around. A link that would be used up for
 * a session which the browser forgets is left alone.
 * @throws a redirect to where the link leads; ApiError where the link is refused
 */
export async function enterFrame(queryClient: QueryClient): Promise<void> {
  const code = takeCode();
  if (code === '' || !keepsCookies()) return;
  const session = await signIn({ code });
  queryClient.setQueryData(sessionQuery.queryKey, session);
  throw redirect({ href: session.landing ?? homeOf(session), replace: true });
}

/** Says why a link has not been opened in the frame. */
export function FrameEnterPage() {
  const code = takeCode();
  if (code === '') return <Entrance title={text.enter.gone} lead={text.enter.without} />;
  const { title, lead, open } = text.embedded.noCookies;
  return (
    <Entrance title={title} lead={lead}>
      <Button size="sm" component="a" href={`/enter#${code}`} target="_blank" rel="noreferrer">
        {open}
      </Button>
    </Entrance>
  );
}

/** In the place of a link that was refused. */
export function FrameRefusedPage({ error }: { readonly error: unknown }) {
  const router = useRouter();
  const isGone = error instanceof ApiError && (error.status === 401 || error.status === 410);
  if (isGone) return <Entrance title={text.enter.gone} lead={text.embedded.gone} />;
  return (
    <Entrance title={text.embedded.signedOut.title}>
      <Alert color="red">{error instanceof Error ? error.message : String(error)}</Alert>
      <Button variant="default" size="sm" onClick={() => void router.invalidate()}>
        {text.embedded.again}
      </Button>
    </Entrance>
  );
}

/** In the place of a sign-in: nobody enters a key into a frame of another site. */
export function FrameSignedOutPage() {
  const { title, lead } = text.embedded.signedOut;
  return <Entrance title={title} lead={lead} />;
}
