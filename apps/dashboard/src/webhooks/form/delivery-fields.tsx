import { Group, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { InstantField } from '../../time/instant-field.tsx';
import { FixedField } from './fixed-field.tsx';
import { optionsOf } from './options.ts';
import { text } from './text.ts';
import { namedDelays, usualDelays } from '../retry-delays.ts';
import { RetrySchedule } from '../retry-schedule.tsx';
import { delaysOf } from './to-request.ts';
import type { FieldsProps } from './webhook-form.tsx';
import { DEFAULT, type WebhookValues } from './webhook-values.ts';

/** When it is tried again, and how much at once. */
export function DeliveryFields({ form, exists }: FieldsProps) {
  const number = { size: 'xs', min: 0, hideControls: true, placeholder: text.asDefault } as const;
  return (
    <>
      <Select
        label={text.retry}
        data={optionsOf(text.retries)}
        description={form.values.retry === DEFAULT ? text.usualRetries : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        allowDeselect={false}
        {...form.getInputProps('retry')}
      />
      {form.values.retry === 'own' && (
        <TextInput label={text.delays} description={text.delaysHint} {...form.getInputProps('delays')} />
      )}
      <RetrySchedule delays={chosenDelays(form.values)} />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="xs" verticalSpacing="md">
        <NumberInput label={text.timeout} {...number} {...form.getInputProps('timeoutSeconds')} />
        <NumberInput
          label={text.rate}
          {...number}
          placeholder={text.unlimited}
          {...form.getInputProps('rateLimitPerSecond')}
        />
        <NumberInput label={text.concurrency} {...number} {...form.getInputProps('maxConcurrency')} />
      </SimpleGrid>
      <Group grow align="start" gap="xs">
        {exists ? (
          <FixedField label={text.ordering} value={text.orderings[form.values.ordering]} />
        ) : (
          <Select
            label={text.ordering}
            data={optionsOf(text.orderings)}
            allowDeselect={false}
            {...form.getInputProps('ordering')}
          />
        )}
        {form.values.ordering === 'subject' && (
          <Select
            label={text.onGiveUp}
            data={optionsOf(text.onGiveUps)}
            allowDeselect={false}
            {...form.getInputProps('onGiveUp')}
          />
        )}
      </Group>
      <Group grow align="start" gap="xs">
        <Select
          label={text.success}
          data={optionsOf(text.successes)}
          allowDeselect={false}
          {...form.getInputProps('successStatus')}
        />
        <InstantField label={text.expires} size="xs" {...form.getInputProps('expiresAt')} />
      </Group>
    </>
  );
}

/** The delays of the policy that the form chooses; of the family's, those that are usual. */
function chosenDelays({ retry, delays }: WebhookValues): readonly number[] {
  if (retry === 'own') return delaysOf(delays);
  return retry === DEFAULT ? usualDelays : namedDelays[retry];
}
