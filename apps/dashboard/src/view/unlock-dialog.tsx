import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { formErrors } from '../shell/form-errors.ts';
import { text as shellText } from '../shell/text.ts';
import { useUnlockView } from './queries.ts';
import { text } from './text.ts';

interface UnlockDialogProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

/** Asks why the operator needs more than reading. */
export function UnlockDialog({ tenant, onClose }: UnlockDialogProps) {
  const [reason, setReason] = useState('');
  const { mutate, error, isPending } = useUnlockView(tenant);
  const { reason: fault } = formErrors(error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mutate(reason, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={text.unlock.title} centered>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text>{text.unlock.lead}</Text>
          {error !== null && fault === undefined && <Alert color="red">{error.message}</Alert>}
          <TextInput
            label={text.unlock.reason}
            description={text.unlock.reasonHint}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={fault}
            required
            data-autofocus
          />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {shellText.keep}
            </Button>
            <Button type="submit" loading={isPending}>
              {text.unlock.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
