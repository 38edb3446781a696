import { ApiError } from '@casewire/client';
import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { formErrors } from '../../shell/form-errors.ts';
import { visibleText } from '../../shown/visible-text.ts';
import { ContentFields } from './content-fields.tsx';
import { DeliveryFields } from './delivery-fields.tsx';
import { SecurityFields } from './security-fields.tsx';
import { TargetFields } from './target-fields.tsx';
import { text } from './text.ts';
import { fieldOf } from './to-request.ts';
import type { WebhookValues } from './webhook-values.ts';

export type WebhookFormState = UseFormReturnType<WebhookValues>;

/** A part of the form. */
export interface FieldsProps {
  readonly form: WebhookFormState;
  /** Whether the webhook exists: some settings are fixed then. */
  readonly exists: boolean;
}

export function useWebhookForm(initialValues: WebhookValues): WebhookFormState {
  return useForm<WebhookValues>({ initialValues });
}

interface WebhookFormProps extends FieldsProps {
  readonly submitLabel: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** Stands above the buttons. */
  readonly notice?: ReactNode;
  readonly onSubmit: (values: WebhookValues) => void;
  readonly onCancel: () => void;
}

/** The form that creates and edits webhooks. A refusal is shown at its fields, and what was typed stays. */
export function WebhookForm({
  form,
  exists,
  submitLabel,
  isPending,
  error,
  notice,
  onSubmit,
  onCancel,
}: WebhookFormProps) {
  const ref = useFocusOnRefusal(error);
  return (
    <form ref={ref} onSubmit={form.onSubmit(onSubmit)} noValidate>
      <Stack>
        <Section title={text.sections.target}>
          <TargetFields form={form} exists={exists} />
        </Section>
        <Section title={text.sections.content}>
          <ContentFields form={form} />
        </Section>
        <Section title={text.sections.security}>
          <SecurityFields form={form} />
        </Section>
        <Section title={text.sections.delivery}>
          <DeliveryFields form={form} exists={exists} />
        </Section>
        {error !== null && <Refusal error={error} />}
        {notice}
        <Group gap="xs">
          <Button type="submit" size="sm" loading={isPending}>
            {submitLabel}
          </Button>
          <Button variant="default" size="sm" onClick={onCancel}>
            {text.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Leads to the first field that was refused. It may be out of view. */
function useFocusOnRefusal(error: Error | null): RefObject<HTMLFormElement | null> {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error !== null) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return ref;
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        {title}
      </Title>
      <Stack gap="sm">{children}</Stack>
    </Paper>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const errors = error instanceof ApiError ? error.errors : [];
  return (
    <Alert color="red" title={text.refused}>
      {errors.length === 0 && visibleText(error.message)}
      {errors.map(({ path, message }) => (
        <Text key={path}>{visibleText(`${path} ${message}`)}</Text>
      ))}
    </Alert>
  );
}

/** What a refusal says of the fields of the form. */
export function errorsOf(error: Error): Record<string, string> {
  return formErrors(error, fieldOf);
}
