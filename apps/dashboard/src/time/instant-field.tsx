import { TextInput, type TextInputProps } from '@mantine/core';
import { fromInput, toInput } from './input-time.ts';
import { text } from './text.ts';
import { useZone } from './zone.ts';

interface InstantFieldProps extends Omit<TextInputProps, 'label' | 'value' | 'onChange'> {
  readonly label: string;
  /** RFC 3339 in UTC. */
  readonly value?: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** A field for an instant, in the zone that the page shows instants in and that its label names. */
export function InstantField({ label, value, onChange, ...props }: InstantFieldProps) {
  const zone = useZone();
  return (
    <TextInput
      {...props}
      label={`${label} (${text.zones[zone]})`}
      type="datetime-local"
      value={value === undefined ? '' : toInput(value, zone)}
      onChange={({ currentTarget }) => onChange(fromInput(currentTarget.value, zone))}
    />
  );
}
