import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { noteSession, useCondition } from '../api/condition.ts';
import { isEmbedded } from '../app/embedded.ts';
import { KeyForm } from '../session/key-form.tsx';
import { sessionQuery } from '../session/session.ts';
import { text as sessionText } from '../session/text.ts';
import { text } from './text.ts';

/** What is wrong with the way to Casewire. The page below stays as it is. */
export function Notices() {
  const { isLost, limitedUntil } = useCondition();
  if (isLost) {
    return (
      <Notice title={text.lost.title} role="alert">
        {text.lost.text}
      </Notice>
    );
  }
  return limitedUntil === null ? null : <LimitedNotice until={limitedUntil} key={limitedUntil} />;
}

function LimitedNotice({ until }: { readonly until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (now >= until) return null;
  return <Notice title={text.limited.title}>{text.limited.text(Math.ceil((until - now) / 1_000))}</Notice>;
}

interface NoticeProps {
  readonly title: string;
  readonly children: string;
  readonly role?: string;
}

function Notice({ title, children, role = 'status' }: NoticeProps) {
  return (
    <Alert color="orange" title={title} icon={<ExclamationTriangleIcon />} mb="md" role={role}>
      {children}
    </Alert>
  );
}

/** Asks for a new session over the page, which keeps everything that was typed. */
export function ExpiredDialog() {
  const { isExpired } = useCondition();
  const queryClient = useQueryClient();
  const goOn = () => {
    noteSession();
    void queryClient.invalidateQueries();
  };
  return (
    <Modal
      opened={isExpired}
      onClose={goOn}
      title={sessionText.expired.title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      centered
    >
      <Stack>
        {isEmbedded ? (
          <Text>{sessionText.embedded.expired}</Text>
        ) : (
          <>
            <Text>{sessionText.expired.lead}</Text>
            <KeyForm
              onSignedIn={(session) => {
                queryClient.setQueryData(sessionQuery.queryKey, session);
                goOn();
              }}
            />
            <Text c="dimmed" fz="sm">
              {sessionText.expired.link}
            </Text>
          </>
        )}
        <Button variant="default" onClick={goOn}>
          {isEmbedded ? sessionText.embedded.again : sessionText.expired.again}
        </Button>
      </Stack>
    </Modal>
  );
}
