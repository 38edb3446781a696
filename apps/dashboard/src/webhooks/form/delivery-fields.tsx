import { Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { formatDuration } from '../../time/format-time.ts';
import { InstantField } from '../../time/instant-field.tsx';
import { optionsOf } from './options.ts';
import { text } from './text.ts';
import { delaysOf } from './to-request.ts';
import type { FieldsProps } from './webhook-form.tsx';

/** When it is tried again, and how much at once. */
export function DeliveryFields({ form, exists }: FieldsProps) {
  const number = { size: 'xs', min: 0, hideControls: true, placeholder: text.asDefault } as const;
  return (
    <>
      <Select
        label={text.retry}
        data={optionsOf(text.retries)}
        allowDeselect={false}
        {...form.getInputProps('retry')}
      />
      {form.values.retry === 'own' && (
        <>
          <TextInput label={text.delays} description={text.delaysHint} {...form.getInputProps('delays')} />
          <Schedule delays={delaysOf(form.values.delays)} />
        </>
      )}
      <Group grow align="start" gap="xs">
        <NumberInput label={text.timeout} {...number} {...form.getInputProps('timeoutSeconds')} />
        <NumberInput
          label={text.rate}
          {...number}
          placeholder={text.unlimited}
          {...form.getInputProps('rateLimitPerSecond')}
        />
        <NumberInput label={text.concurrency} {...number} {...form.getInputProps('maxConcurrency')} />
      </Group>
      <Group grow align="start" gap="xs">
        <Select
          label={text.ordering}
          data={optionsOf(text.orderings)}
          allowDeselect={false}
          disabled={exists}
          {...form.getInputProps('ordering')}
        />
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

/** When each attempt follows after the first one. */
function Schedule({ delays }: { readonly delays: readonly number[] }) {
  let elapsed = 0;
  const times = delays.map((seconds) => {
    elapsed += Math.max(0, seconds) * 1_000;
    return text.after(formatDuration(elapsed));
  });
  return (
    <Text c="dimmed" fz="xs">
      {text.schedule}: {[text.first, ...times].join(', ')}
    </Text>
  );
}
