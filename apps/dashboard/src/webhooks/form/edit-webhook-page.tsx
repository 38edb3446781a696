import { Grid, Stack, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { bodyOf } from '../../api/api.ts';
import type { Webhook } from '../../api/types.ts';
import { useApi, usePlace } from '../../app/place.ts';
import { BackLink } from '../../shell/back-link.tsx';
import { FailurePage, PendingPage } from '../../shell/pages.tsx';
import { say } from '../../shell/say.ts';
import { useOpenedWebhookQuery, webhooksKey, type OpenedWebhook } from '../queries.ts';
import { labelOf } from '../webhook-name.tsx';
import { ChangedMeanwhile, isConflict } from './changed-meanwhile.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { text } from './text.ts';
import { toChange } from './to-request.ts';
import { errorsOf, useWebhookForm, WebhookForm } from './webhook-form.tsx';
import { valuesOf, type WebhookValues } from './webhook-values.ts';

const FROM = '/t/$tenant/$environment/webhooks/$id/edit';

export function EditWebhookPage() {
  const { id } = useParams({ from: FROM });
  const { data, error, refetch } = useQuery(useOpenedWebhookQuery(id));
  if (data !== undefined) {
    return <Edit latest={data} readAgain={async () => (await refetch()).data} key={id} />;
  }
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

interface EditProps {
  readonly latest: OpenedWebhook;
  readonly readAgain: () => Promise<OpenedWebhook | undefined>;
}

function Edit({ latest, readAgain }: EditProps) {
  // What is edited is what was there when the form was opened, whatever is read meanwhile.
  const [{ webhook, etag }] = useState(latest);
  // Of the version that the person knows: that one, until they are told what others have changed.
  const [knownEtag, setKnownEtag] = useState(etag);
  const form = useWebhookForm(valuesOf(webhook));
  const navigate = useNavigate({ from: FROM });
  const leave = () => void navigate({ to: '/t/$tenant/$environment/webhooks/$id', params: (all) => all });
  const { mutate, error, isPending } = useChange(webhook, leave, async (failure) => {
    form.setErrors(errorsOf(failure));
    if (isConflict(failure)) setKnownEtag((await readAgain())?.etag ?? knownEtag);
  });
  const isChanged = isConflict(error);
  return (
    <Stack>
      <BackLink to={`webhooks/${webhook.id}`} label={labelOf(webhook)} />
      <Title order={1}>{text.editTitle(labelOf(webhook))}</Title>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <WebhookForm
            form={form}
            exists
            submitLabel={text.save}
            isPending={isPending}
            error={isChanged ? null : error}
            notice={isChanged && <ChangedMeanwhile webhookId={webhook.id} since={etag} />}
            onSubmit={(values) => mutate({ values, etag: knownEtag })}
            onCancel={leave}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <PreviewPanel form={form} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

interface Change {
  readonly values: WebhookValues;
  /** Of the version that is changed. If it is another one by now, nothing is. */
  readonly etag: string;
}

function useChange(webhook: Webhook, onSaved: () => void, onError: (error: Error) => Promise<void>) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ values, etag }: Change) =>
      bodyOf(
        api.PATCH('/v1/webhooks/{id}', {
          params: { path: { id: webhook.id }, header: { 'If-Match': etag } },
          body: toChange(values, webhook),
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: webhooksKey(place) });
      say(text.saved);
      onSaved();
    },
    onError,
  });
}
