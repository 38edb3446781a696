import { NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../api/api.ts';
import type { Webhook } from '../api/types.ts';
import { useApi } from '../app/place.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { sayFailure } from '../shell/say.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { text } from './text.ts';

interface RotateDialogProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const DAY_HOURS = 24;

/** Makes a new secret; the old one signs beside it for as long as the receiver needs to change. */
export function RotateDialog({ webhook, isOpen, onClose }: RotateDialogProps) {
  const api = useApi();
  const [hours, setHours] = useState<string | number>(DAY_HOURS);
  const { mutate, data, isPending, reset } = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/v1/webhooks/{id}/secret/rotate', {
          params: { path: { id: webhook.id } },
          body: { overlapSeconds: Math.round(Number(hours) * 3_600) },
        }),
      ),
    onError: sayFailure,
    // The secret in the answer is kept no longer than the page needs it.
    gcTime: 0,
  });
  const close = () => {
    reset();
    onClose();
  };
  return (
    <>
      <ConfirmDialog
        isOpen={isOpen && data === undefined}
        title={text.rotate.title}
        lead={text.rotate.lead}
        confirm={{ label: text.rotate.submit, isPending, onClick: () => mutate() }}
        onClose={onClose}
      >
        <NumberInput
          label={text.rotate.overlap}
          description={text.rotate.overlapHint}
          size="xs"
          min={0}
          max={7 * DAY_HOURS}
          value={hours}
          onChange={setHours}
        />
      </ConfirmDialog>
      <SecretDialog title={text.rotate.done} shown={data} webhook={webhook} onClose={close} />
    </>
  );
}
