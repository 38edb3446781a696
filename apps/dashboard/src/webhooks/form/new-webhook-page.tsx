import { Grid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { bodyOf } from '../../api/api.ts';
import { useApi, usePlace } from '../../app/place.ts';
import { SecretDialog } from '../../secrets/secret-dialog.tsx';
import { BackLink } from '../../shell/back-link.tsx';
import { webhooksKey } from '../queries.ts';
import { text as webhookText } from '../text.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { text } from './text.ts';
import { toNewWebhook } from './to-request.ts';
import { errorsOf, useWebhookForm, WebhookForm } from './webhook-form.tsx';
import { emptyValues, type WebhookValues } from './webhook-values.ts';

export function NewWebhookPage() {
  const form = useWebhookForm(emptyValues);
  const { mutate, data, error, isPending } = useCreate((failure) => form.setErrors(errorsOf(failure)));
  const navigate = useNavigate({ from: '/t/$tenant/$environment/webhooks/new' });
  const leave = (id?: string) =>
    void (id === undefined
      ? navigate({ to: '/t/$tenant/$environment/webhooks', params: (all) => all })
      : navigate({ to: '/t/$tenant/$environment/webhooks/$id', params: (all) => ({ ...all, id }) }));
  return (
    <Stack>
      <BackLink to="webhooks" label={webhookText.detail.back} />
      <div>
        <Title order={1}>{text.newTitle}</Title>
        <Text c="dimmed">{text.newLead}</Text>
      </div>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <WebhookForm
            form={form}
            exists={false}
            submitLabel={text.create}
            isPending={isPending}
            error={error}
            onSubmit={mutate}
            onCancel={() => leave()}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <PreviewPanel form={form} />
        </Grid.Col>
      </Grid>
      <SecretDialog
        title={text.secret.title}
        lead={text.secret.lead}
        shown={data}
        webhook={data}
        onClose={() => leave(data?.id)}
      />
    </Stack>
  );
}

function useCreate(onError: (error: Error) => void) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (values: WebhookValues) => bodyOf(api.POST('/v1/webhooks', { body: toNewWebhook(values) })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksKey(place) }),
    onError,
    // The secret in the answer is kept no longer than the page needs it.
    gcTime: 0,
  });
}
