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
import { useWebhookQuery, webhooksKey } from '../queries.ts';
import { labelOf } from '../webhook-name.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { text } from './text.ts';
import { toChange } from './to-request.ts';
import { errorsOf, useWebhookForm, WebhookForm } from './webhook-form.tsx';
import { valuesOf, type WebhookValues } from './webhook-values.ts';

const FROM = '/t/$tenant/$environment/webhooks/$id/edit';

export function EditWebhookPage() {
  const { id } = useParams({ from: FROM });
  const { data, error, refetch } = useQuery(useWebhookQuery(id));
  if (data !== undefined) return <Edit webhook={data} key={id} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Edit({ webhook: current }: { readonly webhook: Webhook }) {
  // What is edited is what was there when the form was opened, whatever is read meanwhile.
  const [webhook] = useState(current);
  const form = useWebhookForm(valuesOf(webhook));
  const navigate = useNavigate({ from: FROM });
  const leave = () => void navigate({ to: '/t/$tenant/$environment/webhooks/$id', params: (all) => all });
  const { mutate, error, isPending } = useChange(webhook, leave, (failure) =>
    form.setErrors(errorsOf(failure)),
  );
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
            error={error}
            onSubmit={mutate}
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

function useChange(webhook: Webhook, onSaved: () => void, onError: (error: Error) => void) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (values: WebhookValues) =>
      bodyOf(
        api.PATCH('/v1/webhooks/{id}', {
          params: { path: { id: webhook.id } },
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
