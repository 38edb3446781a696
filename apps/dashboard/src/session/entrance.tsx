import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import icon from '../icon.svg';

interface EntranceProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly children?: ReactNode;
}

/** The frame of the pages before a session. */
export function Entrance({ title, lead, children }: EntranceProps) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper p="xl" w="100%" maw={400} shadow="sm">
        <Stack>
          <img src={icon} alt="" width={36} height={36} />
          <div>
            <Title order={1}>{title}</Title>
            {lead !== undefined && (
              <Text c="dimmed" mt={4}>
                {lead}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Paper>
    </Center>
  );
}
