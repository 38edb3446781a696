import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { signIn, type StartedSession } from './session.ts';
import { text } from './text.ts';

/** Takes an API key and begins a session with it. The key is in memory until then, and nowhere afterwards. */
export function KeyForm({ onSignedIn }: { readonly onSignedIn: (session: StartedSession) => void }) {
  const [key, setKey] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: signIn,
    meta: { isSignIn: true },
    onSuccess: onSignedIn,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mutate({ key: key.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {error !== null && <Alert color="red">{error.message}</Alert>}
        <PasswordInput
          label={text.signIn.key}
          description={text.signIn.keyHint}
          value={key}
          onChange={(event) => {
            setKey(event.currentTarget.value);
          }}
          autoComplete="off"
          required
          data-autofocus
        />
        <Button type="submit" size="sm" loading={isPending}>
          {text.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}
