import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from './text.ts';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** Says what will happen. */
  readonly lead: string;
  readonly confirm: {
    readonly label: string;
    readonly colour?: string;
    readonly isPending: boolean;
    readonly onClick: () => void;
  };
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks before something is done that is not undone by a second click. */
export function ConfirmDialog({ isOpen, title, lead, confirm, onClose, children }: ConfirmDialogProps) {
  const { label, colour, isPending, onClick } = confirm;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} centered>
      <Stack>
        <Text>{lead}</Text>
        {children}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text.keep}
          </Button>
          <Button {...(colour !== undefined && { color: colour })} loading={isPending} onClick={onClick}>
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
