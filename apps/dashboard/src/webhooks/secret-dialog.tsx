import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import type { Webhook } from '../api/types.ts';
import { CopyButton } from '../shown/copy-button.tsx';
import { text } from './form/text.ts';
import { VerifyPrograms } from './verify-programs.tsx';

interface SecretDialogProps {
  readonly title: string;
  /** Undefined while there is nothing to show. */
  readonly shown: { readonly secret: string | null; readonly publicKey: string | null } | undefined;
  /** Whose secret it is. */
  readonly webhook: Pick<Webhook, 'signing' | 'format'> | undefined;
  readonly onClose: () => void;
}

/**
 * Shows a secret, or the public key of a private one, once, and programs that verify deliveries with it. A click beside it
 * does not close it.
 */
export function SecretDialog({ title, shown, webhook, onClose }: SecretDialogProps) {
  const value = shown?.secret ?? shown?.publicKey ?? null;
  const isPublic = shown?.secret === null && value !== null;
  const lead = value === null ? text.secret.none : isPublic ? text.secret.publicLead : text.secret.lead;
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
        <Text>{lead}</Text>
        {value !== null && (
          <>
            <Group gap="xs" wrap="nowrap">
              <Code block flex={1} style={{ whiteSpace: 'pre-wrap' }}>
                {value}
              </Code>
              <CopyButton value={value} label={isPublic ? text.secret.publicKey : text.secret.secret} />
            </Group>
            {webhook !== undefined && <VerifyPrograms webhook={webhook} secret={value} />}
          </>
        )}
        <Group justify="end">
          <Button onClick={onClose}>{value === null ? text.secret.close : text.secret.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
