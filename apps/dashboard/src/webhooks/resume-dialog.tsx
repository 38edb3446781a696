import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { text as shellText } from '../shell/text.ts';
import { text } from './text.ts';

interface ResumeDialogProps {
  /** Of the webhook. */
  readonly name: string;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly onChosen: (backlog: 'send' | 'skip') => void;
  readonly onClose: () => void;
}

/** Asks what becomes of the deliveries that a pause has held. */
export function ResumeDialog({ name, isOpen, isPending, onChosen, onClose }: ResumeDialogProps) {
  const [backlog, setBacklog] = useState<'send' | 'skip'>('send');
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.actions.resumeTitle(name)} centered>
      <Stack>
        <Text>{text.actions.resumeLead}</Text>
        <Radio.Group
          value={backlog}
          onChange={(value) => setBacklog(value === 'skip' ? 'skip' : 'send')}
          aria-label={text.actions.resumeLead}
        >
          <Stack gap="sm">
            <Radio size="xs" value="send" label={text.actions.send} description={text.actions.sendLead} />
            <Radio size="xs" value="skip" label={text.actions.skip} description={text.actions.skipLead} />
          </Stack>
        </Radio.Group>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {shellText.keep}
          </Button>
          <Button loading={isPending} onClick={() => onChosen(backlog)}>
            {text.actions.resume}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
