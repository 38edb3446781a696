import { Stack, Text, ThemeIcon } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';

interface NothingProps {
  /** Default: it stands elsewhere. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** In the place of what was not found. */
export function Nothing({ title, children }: NothingProps) {
  return (
    <Stack gap="xs" align="center" ta="center" p="md">
      <ThemeIcon variant="light" color="gray" size={44} radius="xl">
        <MagnifyingGlassIcon width={22} />
      </ThemeIcon>
      {title !== undefined && <Text fw={600}>{title}</Text>}
      {children}
    </Stack>
  );
}
