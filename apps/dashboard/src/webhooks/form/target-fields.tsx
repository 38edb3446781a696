import {
  Box,
  Group,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  TextInput,
  Input,
} from '@mantine/core';
import { useEventTypeNames } from '../../catalogue/queries.ts';
import { webhookLevels } from '../webhook-search.ts';
import { FixedField } from './fixed-field.tsx';
import { text } from './text.ts';
import { UrlCheck } from './url-check.tsx';
import type { FieldsProps } from './webhook-form.tsx';

const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;

/** Where it sends, and what it listens to. */
export function TargetFields({ form, exists }: FieldsProps) {
  return (
    <>
      <TextInput label={text.name} placeholder={text.optional} {...form.getInputProps('name')} />
      <Group align="start" gap="xs" wrap="nowrap">
        {!exists && (
          <Select
            label={text.method}
            data={[...methods]}
            allowDeselect={false}
            w={96}
            {...form.getInputProps('method')}
          />
        )}
        <Box flex={1} miw={0}>
          <TextInput
            label={text.url}
            description={text.urlHint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder="https://"
            type="url"
            required
            {...form.getInputProps('url')}
          />
          <UrlCheck form={form} />
        </Box>
      </Group>
      {exists ? <FixedFields form={form} /> : <LevelFields form={form} />}
      <EventFields form={form} />
    </>
  );
}

function FixedFields({ form }: Pick<FieldsProps, 'form'>) {
  const { method, level, definitionId, runtimeId } = form.values;
  return (
    <Group grow align="start" gap="xs">
      <FixedField label={text.method} value={method} />
      <FixedField label={text.level} value={text.levels[level]} />
      {level === 'definition' && <FixedField label={text.definitionId} value={definitionId} />}
      {level === 'runtime' && <FixedField label={text.runtimeId} value={runtimeId} />}
    </Group>
  );
}

function LevelFields({ form }: Pick<FieldsProps, 'form'>) {
  const { level } = form.values;
  return (
    <Input.Wrapper size="xs" label={text.level} description={text.levelHint}>
      <Stack gap="xs" mt={4}>
        <SegmentedControl
          aria-label={text.level}
          data={webhookLevels.map((value) => ({ value, label: text.levels[value] }))}
          {...form.getInputProps('level')}
        />
        {level === 'definition' && (
          <TextInput label={text.definitionId} required {...form.getInputProps('definitionId')} />
        )}
        {level === 'runtime' && (
          <TextInput label={text.runtimeId} required {...form.getInputProps('runtimeId')} />
        )}
      </Stack>
    </Input.Wrapper>
  );
}

function EventFields({ form }: Pick<FieldsProps, 'form'>) {
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
        <Radio size="xs" value="all" label={text.takesAll} />
        <Radio size="xs" value="some" label={text.takesSome} />
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
