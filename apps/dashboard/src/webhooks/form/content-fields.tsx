import { Button, Group, Select, TagsInput, Textarea } from '@mantine/core';
import { optionsOf } from './options.ts';
import { text } from './text.ts';
import type { FieldsProps } from './webhook-form.tsx';

/** Which events, and what of them is sent in which form. */
export function ContentFields({ form }: Pick<FieldsProps, 'form'>) {
  return (
    <>
      <Select
        label={text.format}
        data={optionsOf(text.formats)}
        allowDeselect={false}
        {...form.getInputProps('format')}
      />
      <Textarea
        label={text.filter}
        description={text.filterHint}
        size="xs"
        autosize
        minRows={1}
        placeholder={text.optional}
        classNames={{ input: 'monospace' }}
        {...form.getInputProps('filter')}
      />
      <TagsInput
        label={text.states}
        description={text.statesHint}
        size="xs"
        placeholder={text.optional}
        acceptValueOnBlur
        {...form.getInputProps('stateNames')}
      />
      <Mappings form={form} />
      <Group grow align="start" gap="xs">
        <TagsInput
          label={text.only}
          description={text.onlyHint}
          size="xs"
          acceptValueOnBlur
          {...form.getInputProps('only')}
        />
        <TagsInput
          label={text.omit}
          description={text.onlyHint}
          size="xs"
          acceptValueOnBlur
          {...form.getInputProps('omit')}
        />
      </Group>
    </>
  );
}

function Mappings({ form }: Pick<FieldsProps, 'form'>) {
  const { mappings } = form.values;
  return (
    <>
      {mappings.map((_mapping, index) => (
        <Group key={index} align="end" gap="xs" wrap="nowrap">
          <Textarea
            label={text.mapping}
            description={index === 0 ? text.mappingHint : undefined}
            size="xs"
            autosize
            minRows={2}
            flex={1}
            classNames={{ input: 'monospace' }}
            {...form.getInputProps(`mappings.${index}`)}
            error={index === 0 ? form.errors['mappings'] : undefined}
          />
          <Button variant="default" onClick={() => form.removeListItem('mappings', index)}>
            {text.remove}
          </Button>
        </Group>
      ))}
      <Group>
        <Button variant="light" onClick={() => form.insertListItem('mappings', '')}>
          {text.addMapping}
        </Button>
      </Group>
    </>
  );
}
