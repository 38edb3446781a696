import { Input, Text } from '@mantine/core';
import { visibleText } from '../../shown/visible-text.ts';
import { text } from './text.ts';

interface FixedFieldProps {
  readonly label: string;
  readonly value: string;
}

/** A setting of a webhook that exists, and that cannot be changed. */
export function FixedField({ label, value }: FixedFieldProps) {
  return (
    <Input.Wrapper size="xs" label={label} labelElement="div">
      <Text fz="xs" py={5}>
        {visibleText(value)}{' '}
        <Text span inherit c="dimmed">
          {text.fixed}
        </Text>
      </Text>
    </Input.Wrapper>
  );
}
