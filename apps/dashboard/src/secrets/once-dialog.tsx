import { Button, Code, Group, Modal, Stack, Text, useMatches } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '../shown/copy-button.tsx';
import { text } from './text.ts';

interface OnceDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** Says what it is for, and what to do with it now. */
  readonly lead: ReactNode;
  /** Null where there is nothing to keep. */
  readonly value: string | null;
  /** What it is, for the button that copies it. */
  readonly label: string;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Shows something that nobody is shown a second time. A click beside it does not close it. */
export function OnceDialog({ isOpen, title, lead, value, label, onClose, children }: OnceDialogProps) {
  const isPhone = useMatches({ base: true, sm: false }, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      size="lg"
      fullScreen={isPhone}
      closeOnClickOutside={value === null}
    >
      <Stack>
        <Text>{lead}</Text>
        {value !== null && (
          <Group gap="xs" wrap="nowrap">
            <Code block flex={1} style={{ whiteSpace: 'pre-wrap' }}>
              {value}
            </Code>
            <CopyButton value={value} label={label} />
          </Group>
        )}
        {children}
        <Group justify="end">
          <Button onClick={onClose}>{value === null ? text.shown.close : text.shown.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
