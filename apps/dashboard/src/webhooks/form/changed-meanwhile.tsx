import { ApiError } from '@casewire/client';
import { Alert, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
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
  const notice = useRef<HTMLDivElement>(null);
  // It stands above the button that was pressed, and grows when the changes are there.
  useEffect(() => {
    notice.current?.scrollIntoView({ block: 'nearest' });
  }, [data]);
  return (
    <Alert ref={notice} color="orange" title={text.changed.title}>
      <Stack gap="sm">
        <Text>{text.changed.lead}</Text>
        {changesSince(data?.data ?? [], since).map((entry) => (
          <WebhookChange key={entry.id} entry={entry} />
        ))}
      </Stack>
    </Alert>
  );
}
