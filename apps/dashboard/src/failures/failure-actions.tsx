import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ArrowPathIcon } from '@heroicons/react/24/outline';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FailureGroup } from '../api/types.ts';
import { useMay, usePlace } from '../app/place.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { text as shellText } from '../shell/text.ts';
import { InstantField } from '../time/instant-field.tsx';
import { useIgnoreGroup, useRetryGroup } from './queries.ts';
import { text } from './text.ts';

interface FailureActionsProps {
  readonly group: FailureGroup;
}

export function FailureActions({ group }: FailureActionsProps) {
  const mayRetry = useMay('replay') && group.counts.failed > 0;
  const mayIgnore = useMay('write');
  return (
    <Group gap="xs">
      {mayIgnore && (group.ignored ? <UnignoreButton group={group} /> : <IgnoreButton group={group} />)}
      {mayRetry && <RetryButton group={group} />}
    </Group>
  );
}

function RetryButton({ group: { id, counts } }: FailureActionsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { mutate, isPending } = useRetryGroup(id);
  const navigate = useNavigate();
  const place = usePlace();
  const retry = () =>
    mutate(undefined, {
      onSuccess: ({ replayId }) => {
        say(replayId === null ? text.actions.nothing : text.actions.retried);
        if (replayId === null) return;
        void navigate({ to: '/t/$tenant/$environment/replays/$id', params: { ...place, id: replayId } });
      },
      onError: sayFailure,
      onSettled: close,
    });
  return (
    <>
      <Button leftSection={<ArrowPathIcon width={14} />} onClick={open}>
        {text.actions.retry}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        title={text.actions.retryTitle}
        lead={text.actions.retryLead(text.count(counts.failed, counts.atLeast))}
        confirm={{ label: text.actions.retryConfirm, isPending, onClick: retry }}
        onClose={close}
      />
    </>
  );
}

function IgnoreButton({ group: { id } }: FailureActionsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [until, setUntil] = useState<string>();
  const { mutate, isPending, error } = useIgnoreGroup(id);
  const ignore = () =>
    mutate(
      { ignored: true, until },
      {
        onSuccess: () => {
          say(text.actions.ignored);
          close();
        },
      },
    );
  return (
    <>
      <Button variant="default" onClick={open}>
        {text.actions.ignore}
      </Button>
      <Modal opened={isOpen} onClose={close} title={text.actions.ignoreTitle} centered>
        <Stack>
          <Text>{text.actions.ignoreLead}</Text>
          <InstantField label={text.actions.until} value={until} onChange={setUntil} />
          {error !== null && <Alert color="red">{error.message}</Alert>}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              {shellText.keep}
            </Button>
            <Button loading={isPending} onClick={ignore}>
              {text.actions.ignoreConfirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function UnignoreButton({ group: { id } }: FailureActionsProps) {
  const { mutate, isPending } = useIgnoreGroup(id);
  return (
    <Button
      variant="default"
      loading={isPending}
      onClick={() =>
        mutate({ ignored: false }, { onSuccess: () => say(text.actions.unignored), onError: sayFailure })
      }
    >
      {text.actions.unignore}
    </Button>
  );
}
