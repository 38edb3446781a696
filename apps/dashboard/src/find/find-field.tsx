import { ActionIcon, Button, Kbd } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import type { ComponentType } from 'react';
import { text } from './text.ts';

interface FindFieldProps {
  /** Searches what the page is about. */
  readonly Dialog: ComponentType<{ readonly onClose: () => void }>;
}

/** Where a search begins on every page: a click, `/`, or Ctrl or Cmd with K. */
export function FindField({ Dialog }: FindFieldProps) {
  const [isOpen, dialog] = useDisclosure(false);
  useHotkeys([
    ['/', dialog.open],
    ['mod+K', dialog.open],
  ]);
  return (
    <>
      <Button
        variant="default"
        c="dimmed"
        fw={400}
        leftSection={<MagnifyingGlassIcon width={16} />}
        rightSection={<Kbd size="xs">{text.keys}</Kbd>}
        visibleFrom="sm"
        onClick={dialog.open}
      >
        {text.find}
      </Button>
      <ActionIcon variant="subtle" color="gray" aria-label={text.find} hiddenFrom="sm" onClick={dialog.open}>
        <MagnifyingGlassIcon width={18} />
      </ActionIcon>
      {isOpen && <Dialog onClose={dialog.close} />}
    </>
  );
}
