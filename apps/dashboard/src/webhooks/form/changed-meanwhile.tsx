import { ApiError } from '@casewire/client';
import { Alert, Stack, Text } from '@mantine/core';
import { useWebhookChanges, WebhookChange } from '../webhook-changes.tsx';
import { changesSince } from './changes-since.ts';
import { text } from './text.ts';

/** Whether nothing was saved because somebody else has saved before. */
export function isConflict(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'precondition-failed';
}

interface ChangedMeanwhileProps {
  readonly webhookId: string;
  /** The entity tag of the version that the form was opened with. */
  readonly since: string;
}

/** Says that others have changed a webhook since its form was opened: who, and from what to what. */
export function ChangedMeanwhile({ webhookId, since }: ChangedMeanwhileProps) {
  const { data } = useWebhookChanges(webhookId);
  return (
    <Alert color="orange" title={text.changed.title}>
      <Stack gap="sm">
        <Text>{text.changed.lead}</Text>
        {changesSince(data?.data ?? [], since).map((entry) => (
          <WebhookChange key={entry.id} entry={entry} />
        ))}
      </Stack>
    </Alert>
  );
}
