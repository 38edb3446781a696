import { Alert, Button, Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CheckCircleIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import type { Attention, AttentionItem } from '../api/types.ts';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { text } from './text.ts';

/** Items that are shown before somebody asks for all. */
const SHOWN = 10;

interface AttentionListProps {
  readonly attention: Attention | undefined;
  readonly error: Error | null;
  readonly onRetry: () => void;
  /** Makes the content of the items. */
  readonly children: (items: readonly AttentionItem[]) => ReactNode;
}

/** What needs a person, or that nothing does. What could not be read is said. */
export function AttentionList({ attention, error, onRetry, children }: AttentionListProps) {
  return (
    <Paper p="md" component="section" aria-label={text.title}>
      {attention === undefined ? (
        error === null ? (
          <PendingPage />
        ) : (
          <FailurePage error={error} onRetry={onRetry} />
        )
      ) : (
        <Read attention={attention}>{children}</Read>
      )}
    </Paper>
  );
}

function Read({
  attention,
  children,
}: Pick<AttentionListProps, 'children'> & { readonly attention: Attention }) {
  const { items } = attention;
  const [isAll, { open }] = useDisclosure(false);
  if (items.length === 0 && attention.complete) return <Nothing />;
  return (
    <Stack gap="xs">
      <Title order={2}>{text.title}</Title>
      <Missing attention={attention} />
      {children(isAll ? items : items.slice(0, SHOWN))}
      {!isAll && items.length > SHOWN && (
        <Group>
          <Button variant="default" onClick={open}>
            {text.showAll(items.length)}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Nothing() {
  return (
    <Group gap="sm" wrap="nowrap">
      <ThemeIcon variant="light" color="teal" size={36} radius="xl">
        <CheckCircleIcon width={20} />
      </ThemeIcon>
      <div>
        <Title order={2}>{text.empty}</Title>
        <Text c="dimmed">{text.emptyLead}</Text>
      </div>
    </Group>
  );
}

/** Services whose part is missing, or that there is more. */
function Missing({ attention: { complete, unavailable } }: { readonly attention: Attention }) {
  if (complete) return null;
  return (
    <Alert color="orange" role="status" py="xs">
      {unavailable.length === 0 ? text.incomplete : text.unavailable(unavailable.join(', '))}
    </Alert>
  );
}
