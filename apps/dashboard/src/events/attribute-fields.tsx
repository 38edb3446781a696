import { Checkbox, Fieldset, SimpleGrid, Text, TextInput } from '@mantine/core';
import { visibleText } from '../shown/visible-text.ts';
import type { Corrected } from './queries.ts';
import { text } from './text.ts';

interface AttributeFieldsProps {
  /** Those that are offered, in order. */
  readonly names: readonly string[];
  /** What the event had, where it could be read. */
  readonly known: Readonly<Record<string, string | null>>;
  /** The one that was faulty, and may be one too many; undefined if it was none. */
  readonly faulty: string | undefined;
  readonly value: Corrected['attributes'];
  readonly onChange: (value: Corrected['attributes']) => void;
  readonly errorOf: (path: string) => string | undefined;
}

/** Corrects attributes of a rejected event. */
export function AttributeFields({ names, known, faulty, value, onChange, errorOf }: AttributeFieldsProps) {
  const set = (name: string, typed: string | null) => {
    const { [name]: _before, ...others } = value;
    onChange(typed === '' ? others : { ...others, [name]: typed });
  };
  return (
    <Fieldset mx={0} legend={text.rejected.attributes}>
      <Text c="dimmed" fz="sm" mb="xs">
        {text.rejected.attributesHint}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {names.map((name) => (
          <TextInput
            key={name}
            label={name}
            placeholder={visibleText(known[name] ?? '')}
            value={value[name] ?? ''}
            disabled={value[name] === null}
            error={errorOf(name)}
            onChange={({ currentTarget }) => set(name, currentTarget.value)}
          />
        ))}
        {faulty !== undefined && (
          <Checkbox
            label={text.rejected.leaveOut(faulty)}
            checked={value[faulty] === null}
            onChange={({ currentTarget }) => set(faulty, currentTarget.checked ? null : '')}
          />
        )}
      </SimpleGrid>
    </Fieldset>
  );
}
