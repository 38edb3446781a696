import { Button, Group, Select, Stack, TextInput, useMatches } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { FunnelIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { InstantField } from '../time/instant-field.tsx';
import { text } from './text.ts';

interface FilterBarProps {
  /** How many filters are set. */
  readonly active: number;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** The filters of a list. On small screens they are behind a button. */
export function FilterBar({ active, onClear, children }: FilterBarProps) {
  const isSmall = useMatches({ base: true, sm: false });
  const [isOpen, { toggle }] = useDisclosure(false);
  const filters = (
    <Group gap="xs" align="end">
      {children}
      {active > 0 && <ClearButton onClear={onClear} />}
    </Group>
  );
  if (!isSmall) return filters;
  return (
    <Stack gap="xs" align="start">
      <Button
        variant="default"
        leftSection={<FunnelIcon width={14} />}
        onClick={toggle}
        aria-expanded={isOpen}
      >
        {active === 0 ? text.filters : `${text.filters} (${active})`}
      </Button>
      {isOpen && filters}
    </Stack>
  );
}

function ClearButton({ onClear }: { readonly onClear: () => void }) {
  return (
    <Button variant="subtle" color="gray" onClick={onClear}>
      {text.clear}
    </Button>
  );
}

export interface FilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

interface ChoiceFilterProps extends FilterProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly searchable?: boolean;
}

export function ChoiceFilter({ label, value, options, onChange, searchable = false }: ChoiceFilterProps) {
  return (
    <Select
      label={label}
      placeholder={text.any}
      data={[...options]}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      clearable
      searchable={searchable}
      limit={200}
      w={searchable ? 150 : 110}
    />
  );
}

/** A text that counts when it is complete: after Enter, or when the field is left. */
export function TextFilter({ label, value = '', onChange }: FilterProps) {
  const [typed, setTyped] = useState({ value, text: value });
  const shown = typed.value === value ? typed.text : value;
  const commit = () => {
    if (shown.trim() !== value) onChange(shown.trim() || undefined);
  };
  return (
    <TextInput
      label={label}
      placeholder={text.any}
      value={shown}
      w={118}
      onChange={(event) => setTyped({ value, text: event.currentTarget.value })}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}

/** An instant, as the page shows instants. */
export function InstantFilter(props: FilterProps) {
  return <InstantField {...props} w={172} />;
}
