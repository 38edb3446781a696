import { Badge, Flex, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AttentionItem } from '../api/types.ts';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { reasonInWords } from './reason.ts';
import { text } from './text.ts';

const colours: Readonly<Record<AttentionItem['severity'], string>> = {
  critical: 'red',
  warning: 'orange',
  info: 'blue',
};

interface SeverityBadgeProps extends Pick<AttentionItem, 'severity'> {
  /** Things of a list, of which this is the worst; undefined for one of them. */
  readonly count?: number;
}

/** How bad it is that something needs a person. */
export function SeverityBadge({ severity, count }: SeverityBadgeProps) {
  const word = text.severities[severity];
  return (
    <Badge color={colours[severity]} miw={68} flex="none">
      {count === undefined ? word : text.worstOf(word, count)}
    </Badge>
  );
}

interface AttentionLineProps {
  readonly item: AttentionItem;
  /** The webhook or receiver, with a link to it. */
  readonly subject: ReactNode;
  readonly action: ReactNode;
}

/** One thing that needs a person: how bad it is, what it is, why, since when, and what to do. */
export function AttentionLine({ item, subject, action }: AttentionLineProps) {
  const { kind, severity, since, subject: of } = item;
  const reason = reasonInWords(item);
  return (
    <Group component="li" className="attention-line" justify="space-between" align="start" gap="sm">
      <Flex
        direction={{ base: 'column', sm: 'row' }}
        align="start"
        gap={{ base: 6, sm: 'sm' }}
        flex={{ base: '1 0 100%', sm: '1' }}
        miw={{ base: 0, sm: 240 }}
      >
        <SeverityBadge severity={severity} />
        <Stack gap={2} miw={0}>
          <Group gap={6}>
            <Text fw={500}>{text.kinds[kind].title(of.count)}</Text>
            {subject}
          </Group>
          <Text c="dimmed" component="div">
            {reason !== null && <Foreign wrap>{`${reason}. `}</Foreign>}
            {text.kinds[kind].lead}
          </Text>
          {since !== null && (
            <Text c="dimmed" fz="xs">
              {text.since} <Time at={since} />
            </Text>
          )}
        </Stack>
      </Flex>
      {action}
    </Group>
  );
}
