import { Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { BodyView } from '../shown/body-view.tsx';
import { bytesOf, textOf } from '../shown/bytes.ts';
import { UnlockButton } from '../view/unlock-button.tsx';
import { HiddenNotice } from './hidden-notice.tsx';
import type { Revealable, Reveals } from './use-reveals.ts';

interface SensitiveBodyProps {
  readonly label: string;
  /** Null or undefined where nothing is to be seen. */
  readonly base64: string | null | undefined;
  /** Undefined where nothing is hidden. */
  readonly hidden: 'parts' | 'whole' | undefined;
  readonly what: Revealable;
  readonly reveals: Reveals;
  /** Why there is nothing, where nothing is hidden. */
  readonly none: string;
}

/** A body, of which parts or all may be hidden. The button that copies it copies what is seen. */
export function SensitiveBody({ label, base64, hidden, what, reveals, none }: SensitiveBodyProps) {
  const bytes = useMemo(() => (base64 == null ? undefined : bytesOf(base64)), [base64]);
  return (
    <>
      {hidden !== undefined && <HiddenNotice hidden={hidden} what={what} reveals={reveals} />}
      {bytes !== undefined && <BodyView label={label} body={textOf(bytes)} bytes={bytes.length} />}
      {bytes === undefined && hidden === undefined && (
        <Group justify="space-between" gap="xs">
          <Text c="dimmed">{none}</Text>
          <UnlockButton />
        </Group>
      )}
    </>
  );
}
