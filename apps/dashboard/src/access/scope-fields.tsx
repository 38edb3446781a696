import { Checkbox, Stack } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import type { Scope } from '../api/types.ts';
import { text } from './text.ts';

interface ScopeFieldsProps {
  /** Those that are offered. */
  readonly scopes: readonly Scope[];
  /** Of the form. */
  readonly input: GetInputPropsReturnType;
}

/** What a key or a link may be used for. */
export function ScopeFields({ scopes, input }: ScopeFieldsProps) {
  return (
    <Checkbox.Group label={text.scopes.title} size="xs" {...input}>
      <Stack gap={6} my={4}>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            value={scope}
            size="xs"
            label={scope}
            description={text.scopes.meanings[scope]}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
