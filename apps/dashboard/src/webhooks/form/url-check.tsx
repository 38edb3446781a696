import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { bodyOf } from '../../api/api.ts';
import { useApi } from '../../app/place.ts';
import { formErrors } from '../../shell/form-errors.ts';
import { sayFailure } from '../../shell/say.ts';
import { text } from './text.ts';
import { fieldOf } from './to-request.ts';
import type { WebhookFormState } from './webhook-form.tsx';

/** Tells whether deliveries would reach the URL of the form. The answer is gone when the URL is changed. */
export function UrlCheck({ form }: { readonly form: WebhookFormState }) {
  const { url } = form.values;
  const { mutate, data, isPending, variables } = useUrlCheck(form);
  if (url === '') return null;
  const result = variables === url ? data?.result : undefined;
  return (
    <Group gap="xs" mt={6}>
      <Button variant="default" size="compact-xs" loading={isPending} onClick={() => mutate(url)}>
        {text.check.run}
      </Button>
      <Text role="status" fz="xs" flex="1 1 200px" c={result === 'reachable' ? 'teal' : 'red'}>
        {result !== undefined && text.check.results[result]}
      </Text>
    </Group>
  );
}

function useUrlCheck(form: WebhookFormState) {
  const api = useApi();
  return useMutation({
    mutationFn: (url: string) => bodyOf(api.POST('/v1/webhooks/check-url', { body: { url } })),
    onError: (error) => {
      const errors = formErrors(error, fieldOf);
      form.setErrors(errors);
      if (Object.keys(errors).length === 0) sayFailure(error);
    },
  });
}
