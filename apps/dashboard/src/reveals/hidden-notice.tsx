import { Alert, Button, Group, Text } from '@mantine/core';
import { EyeSlashIcon } from '@heroicons/react/24/outline';
import { useMay } from '../app/place.ts';
import { UnlockButton } from '../view/unlock-button.tsx';
import { text } from './text.ts';
import type { Revealable, Reveals } from './use-reveals.ts';

interface HiddenNoticeProps {
  readonly hidden: 'parts' | 'whole';
  readonly what: Revealable;
  readonly reveals: Reveals;
}

/** Says that something is hidden, and shows it to those who may see it. */
export function HiddenNotice({ hidden, what, reveals: { reveal, isPending } }: HiddenNoticeProps) {
  const mayReveal = useMay('payloads');
  return (
    <Alert color="gray" icon={<EyeSlashIcon width={16} />} py="xs" mb="xs">
      <Group justify="space-between" gap="xs">
        <div>
          <Text>{text[hidden]}</Text>
          <Text c="dimmed" fz="xs">
            {mayReveal ? text.recorded : text.notAllowed}
          </Text>
        </div>
        {mayReveal ? (
          <Button size="xs" variant="default" loading={isPending} onClick={() => reveal(what)}>
            {text.reveal}
          </Button>
        ) : (
          <UnlockButton />
        )}
      </Group>
    </Alert>
  );
}
