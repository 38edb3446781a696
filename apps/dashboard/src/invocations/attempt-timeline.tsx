import { Text, ThemeIcon, Timeline, Title, UnstyledButton } from '@mantine/core';
import { CheckIcon, ClockIcon, InboxArrowDownIcon, XMarkIcon } from '@heroicons/react/24/outline';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { formatDuration } from '../time/format-time.ts';
import { Time } from '../time/time.tsx';
import { text } from './text.ts';

interface AttemptTimelineProps {
  readonly invocation: ExplainedInvocation;
  readonly attempts: readonly Attempt[];
  readonly chosen: Attempt | undefined;
  readonly onChoose: (attempt: Attempt) => void;
}

/** From acceptance to the next attempt; each attempt can be chosen. */
export function AttemptTimeline({ invocation, attempts, chosen, onChoose }: AttemptTimelineProps) {
  const { createdAt, nextAttemptAt } = invocation;
  return (
    <>
      <Title order={2} mb="md">
        {text.detail.timeline}
      </Title>
      <Timeline bulletSize={22} lineWidth={2} color="gray">
        <Timeline.Item title={text.detail.accepted} bullet={<InboxArrowDownIcon width={13} />}>
          <When at={createdAt} />
        </Timeline.Item>
        {attempts.map((attempt) => (
          <Timeline.Item key={attempt.id} bullet={<Bullet isSuccess={attempt.outcome === 'delivered'} />}>
            <Choice attempt={attempt} isChosen={attempt === chosen} onChoose={onChoose} />
          </Timeline.Item>
        ))}
        {nextAttemptAt !== null && (
          <Timeline.Item title={text.detail.nextAt} bullet={<ClockIcon width={13} />} lineVariant="dashed">
            <When at={nextAttemptAt} />
          </Timeline.Item>
        )}
      </Timeline>
      {attempts.length === 0 && nextAttemptAt === null && <Text c="dimmed">{text.detail.noAttempts}</Text>}
    </>
  );
}

function When({ at }: { readonly at: string }) {
  return (
    <Text c="dimmed" fz="xs">
      <Time at={at} />
    </Text>
  );
}

function Bullet({ isSuccess }: { readonly isSuccess: boolean }) {
  const Icon = isSuccess ? CheckIcon : XMarkIcon;
  return (
    <ThemeIcon size={22} radius="xl" color={isSuccess ? 'teal' : 'red'}>
      <Icon width={13} />
    </ThemeIcon>
  );
}

interface ChoiceProps {
  readonly attempt: Attempt;
  readonly isChosen: boolean;
  readonly onChoose: (attempt: Attempt) => void;
}

function Choice({ attempt, isChosen, onChoose }: ChoiceProps) {
  const { number, outcome, responseCode, startedAt, durationMs } = attempt;
  return (
    <UnstyledButton
      className="choice"
      aria-pressed={isChosen}
      data-chosen={isChosen || undefined}
      onClick={() => onChoose(attempt)}
    >
      <Text fw={500} fz="sm">
        {text.detail.attempt(number)} · {responseCode ?? text.outcomes[outcome]}
      </Text>
      <Text c="dimmed" fz="xs">
        <Time at={startedAt} /> · {formatDuration(durationMs)}
      </Text>
    </UnstyledButton>
  );
}
