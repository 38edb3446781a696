import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Entrance } from './entrance.tsx';
import { KeyForm } from './key-form.tsx';
import { homeOf, sessionQuery, type StartedSession } from './session.ts';
import { text } from './text.ts';

export function SignInPage() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/sign-in' });
  const begin = (session: StartedSession) => {
    queryClient.setQueryData(sessionQuery.queryKey, session);
    void navigate({ href: next ?? homeOf(session), replace: true });
  };
  return (
    <Entrance title={text.signIn.title} lead={text.signIn.lead}>
      <KeyForm onSignedIn={begin} />
    </Entrance>
  );
}
