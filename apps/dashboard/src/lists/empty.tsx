import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';

interface EmptyProps {
  readonly Icon: ComponentType<{ width?: number }>;
  readonly title: string;
  /** Says what would be here, and what to do next. */
  readonly lead: string;
  readonly children?: ReactNode;
}

/** In the place of a list that has nothing. */
export function Empty({ Icon, title, lead, children }: EmptyProps) {
  return (
    <Center mih={320} p="md">
      <Stack align="center" gap="xs" maw={440} ta="center">
        <ThemeIcon variant="light" color="gray" size={44} radius="xl">
          <Icon width={22} />
        </ThemeIcon>
        <Title order={2}>{title}</Title>
        <Text c="dimmed">{lead}</Text>
        {children}
      </Stack>
    </Center>
  );
}
