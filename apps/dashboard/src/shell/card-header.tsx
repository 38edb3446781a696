import { Box, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Pixels, of a button. */
const BUTTON_HEIGHT = 30;

interface CardHeaderProps {
  readonly title: string;
  readonly lead?: string | undefined;
  /** Stands beside the title. */
  readonly children?: ReactNode;
}

/** The title of a card. It is as high without a button as with one, so those of cards side by side are level. */
export function CardHeader({ title, lead, children }: CardHeaderProps) {
  return (
    <Box mb="xs">
      <Group justify="space-between" gap="xs" mih={BUTTON_HEIGHT}>
        <Title order={2}>{title}</Title>
        {children}
      </Group>
      {lead !== undefined && <Text c="dimmed">{lead}</Text>}
    </Box>
  );
}
