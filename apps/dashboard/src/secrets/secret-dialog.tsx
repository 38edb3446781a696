import { Text } from '@mantine/core';
import type { SecretView, SignedWebhook } from '../api/types.ts';
import { VerifyPrograms } from '../webhooks/verify-programs.tsx';
import { OnceDialog } from './once-dialog.tsx';
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

/** Shows a secret, or the public key of a private one, once, and programs that verify deliveries with it. */
export function SecretDialog({ title, lead, shown, webhook, onClose }: SecretDialogProps) {
  const value = shown?.secret ?? shown?.publicKey ?? null;
  const isPublic = shown?.secret === null && value !== null;
  return (
    <OnceDialog
      isOpen={shown !== undefined}
      title={title}
      lead={value === null ? text.shown.none : isPublic ? text.shown.publicLead : lead}
      value={value}
      label={isPublic ? text.shown.publicKey : text.shown.secret}
      onClose={onClose}
    >
      {value !== null &&
        (webhook === undefined ? (
          <Text c="dimmed">{text.shown.verify}</Text>
        ) : (
          <VerifyPrograms webhook={webhook} secret={value} />
        ))}
    </OnceDialog>
  );
}
