import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { ApiError } from '@casewire/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { noteSession, useCondition } from '../api/condition.ts';
import { isEmbedded } from '../app/embedded.ts';
import { KeyForm } from './key-form.tsx';
import { onOtherTab, opens, sessionQuery, useSessionCheck } from './session.ts';
import { text } from './text.ts';

/** Asks for a new session over the page, which keeps everything that was typed. */
export function ExpiredDialog() {
  const { isExpired } = useCondition();
  const { mutate: goOn, error, isPending } = useGoOn();
  useSessionCheck();
  useEffect(() => onOtherTab('signed-in', goOn), [goOn]);
  return (
    <Modal
      opened={isExpired}
      onClose={goOn}
      title={text.expired.title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      centered
    >
      <Stack>
        <Text>{isEmbedded ? text.embedded.expired : text.expired.lead}</Text>
        {error !== null && <Alert color="orange">{error.message}</Alert>}
        {!isEmbedded && (
          <>
            <KeyForm onSignedIn={() => goOn()} />
            <Text c="dimmed" fz="sm">
              {text.expired.link}
            </Text>
          </>
        )}
        <Button variant="default" loading={isPending} onClick={() => goOn()}>
          {isEmbedded ? text.embedded.again : text.expired.again}
        </Button>
      </Stack>
    </Modal>
  );
}

/**
 * Reads who has signed in. If the session may open this page, the page goes on with it; otherwise the page stays as it is,
 * because leaving it would lose what was typed.
 */
function useGoOn() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { tenant, environment } = useParams({ strict: false });
  return useMutation({
    mutationFn: async () => {
      const session = await queryClient.query({ ...sessionQuery, staleTime: 0 }).catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 401 ? new Error(text.expired.none) : error;
      });
      const isRight = opens(session, tenant, environment);
      noteSession(isRight);
      if (!isRight) throw new Error(text.expired.other(tenant ?? text.expired.ofOperator));
      await router.invalidate();
      void queryClient.invalidateQueries();
    },
    meta: { isSignIn: true },
  });
}
