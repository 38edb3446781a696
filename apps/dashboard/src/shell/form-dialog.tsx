import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { visibleText } from '../shown/visible-text.ts';
import { text } from './text.ts';

interface FormDialogProps {
  readonly title: string;
  /** The name of the button that sends it. */
  readonly submit: string;
  /** Why it was refused, where no field shows that. */
  readonly fault: string | undefined;
  readonly isPending: boolean;
  readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog. */
export function FormDialog(props: FormDialogProps) {
  const { title, submit, fault, isPending, onSubmit, onClose, children } = props;
  return (
    <Modal opened onClose={onClose} title={title} centered>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {children}
          {fault !== undefined && <Alert color="red">{visibleText(fault)}</Alert>}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text.keep}
            </Button>
            <Button type="submit" loading={isPending}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
