import { Group, Radio, SegmentedControl, Select, Stack, TagsInput, TextInput, Input } from '@mantine/core';
import { useEventTypeNames } from '../../catalogue/queries.ts';
import { webhookLevels } from '../webhook-search.ts';
import { text } from './text.ts';
import type { FieldsProps } from './webhook-form.tsx';

const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;

/** Where it sends, and what it listens to. */
export function TargetFields({ form, exists }: FieldsProps) {
  return (
    <>
      <TextInput label={text.name} placeholder={text.optional} {...form.getInputProps('name')} />
      <Group align="start" gap="xs" wrap="nowrap">
        <Select
          label={text.method}
          data={[...methods]}
          allowDeselect={false}
          disabled={exists}
          w={96}
          {...form.getInputProps('method')}
        />
        <TextInput
          label={text.url}
          description={text.urlHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder="https://"
          type="url"
          required
          flex={1}
          {...form.getInputProps('url')}
        />
      </Group>
      <LevelFields form={form} exists={exists} />
      <EventFields form={form} exists={exists} />
    </>
  );
}

function LevelFields({ form, exists }: FieldsProps) {
  const { level } = form.values;
  return (
    <Input.Wrapper size="xs" label={text.level} description={exists ? text.fixed : text.levelHint}>
      <Stack gap="xs" mt={4}>
        <SegmentedControl
          aria-label={text.level}
          data={webhookLevels.map((value) => ({ value, label: text.levels[value] }))}
          disabled={exists}
          {...form.getInputProps('level')}
        />
        {level === 'definition' && (
          <TextInput
            label={text.definitionId}
            disabled={exists}
            required
            {...form.getInputProps('definitionId')}
          />
        )}
        {level === 'runtime' && (
          <TextInput label={text.runtimeId} disabled={exists} required {...form.getInputProps('runtimeId')} />
        )}
      </Stack>
    </Input.Wrapper>
  );
}

function EventFields({ form }: FieldsProps) {
  const { data: names = [] } = useEventTypeNames();
  const { takesAll } = form.values;
  return (
    <Radio.Group
      size="xs"
      label={text.events}
      value={takesAll ? 'all' : 'some'}
      onChange={(value) => form.setFieldValue('takesAll', value === 'all')}
    >
      <Stack gap="xs" mt={4}>
        <Radio value="all" label={text.takesAll} />
        <Radio value="some" label={text.takesSome} />
        {!takesAll && (
          <TagsInput
            aria-label={text.events}
            description={text.eventsHint}
            size="xs"
            data={names}
            limit={50}
            splitChars={[',', ' ']}
            acceptValueOnBlur
            clearable
            {...form.getInputProps('events')}
          />
        )}
      </Stack>
    </Radio.Group>
  );
}
