import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import type { SecretView, SignedWebhook } from '../api/types.ts';
import { CopyButton } from '../shown/copy-button.tsx';
import { VerifyPrograms } from '../webhooks/verify-programs.tsx';
import { text } from './text.ts';

interface SecretDialogProps {
  readonly title: string;
  /** Says what the secret is for, and what to do with it now. */
  readonly lead: string;
  /** Undefined while there is nothing to show. */
  readonly shown: SecretView | undefined;
  /** Whose secret it is. Undefined if it is the tenant's. */
  readonly webhook?: SignedWebhook | undefined;
  readonly onClose: () => void;
}

/**
 * Shows a secret, or the public key of a private one, once, and programs that verify deliveries with it. A click beside it
 * does not close it.
 */
export function SecretDialog({ title, lead, shown, webhook, onClose }: SecretDialogProps) {
  const value = shown?.secret ?? shown?.publicKey ?? null;
  const isPublic = shown?.secret === null && value !== null;
  return (
    <Modal
      opened={shown !== undefined}
      onClose={onClose}
      title={title}
      centered
      size="lg"
      closeOnClickOutside={value === null}
    >
      <Stack>
        <Text>{value === null ? text.shown.none : isPublic ? text.shown.publicLead : lead}</Text>
        {value !== null && (
          <>
            <Group gap="xs" wrap="nowrap">
              <Code block flex={1} style={{ whiteSpace: 'pre-wrap' }}>
                {value}
              </Code>
              <CopyButton value={value} label={isPublic ? text.shown.publicKey : text.shown.secret} />
            </Group>
            {webhook === undefined ? (
              <Text c="dimmed">{text.shown.verify}</Text>
            ) : (
              <VerifyPrograms webhook={webhook} secret={value} />
            )}
          </>
        )}
        <Group justify="end">
          <Button onClick={onClose}>{value === null ? text.shown.close : text.shown.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
