import { Text, ThemeIcon, Timeline, Title, UnstyledButton } from '@mantine/core';
import {
  ArrowPathIcon,
  CheckIcon,
  ClockIcon,
  InboxArrowDownIcon,
  PauseIcon,
  PlayIcon,
  StopIcon,
  XMarkIcon,
} from '@heroicons/react/24/outline';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { actorInWords } from '../audit/describe-entry.ts';
import { Foreign } from '../shown/foreign.tsx';
import { formatDuration } from '../time/format-time.ts';
import { Time } from '../time/time.tsx';
import { noteInWords, notesOf, type Note } from './describe-note.ts';
import { text } from './text.ts';

interface AttemptTimelineProps {
  readonly invocation: ExplainedInvocation;
  readonly attempts: readonly Attempt[];
  readonly chosen: Attempt | undefined;
  readonly onChoose: (attempt: Attempt) => void;
}

/** From acceptance to the next attempt, with what happened in between; each attempt can be chosen. */
export function AttemptTimeline({ invocation, attempts, chosen, onChoose }: AttemptTimelineProps) {
  const { createdAt, nextAttemptAt } = invocation;
  const notes = notesOf(invocation);
  const earlier = (notes[0]?.number ?? 1) - 1;
  return (
    <>
      <Title order={2} mb="md">
        {text.detail.timeline}
      </Title>
      <Timeline bulletSize={22} lineWidth={2} color="gray">
        <Timeline.Item title={text.detail.accepted} bullet={<InboxArrowDownIcon width={13} />}>
          <When at={createdAt} />
        </Timeline.Item>
        {inOrder(attempts, notes).map((entry) =>
          'what' in entry ? (
            <Timeline.Item key={entry.number} title={noteInWords(entry)} bullet={<NoteBullet note={entry} />}>
              <When at={entry.at} by={entry.by} />
            </Timeline.Item>
          ) : (
            <Timeline.Item key={entry.id} bullet={<Bullet isSuccess={entry.outcome === 'delivered'} />}>
              <Choice attempt={entry} isChosen={entry === chosen} onChoose={onChoose} />
            </Timeline.Item>
          ),
        )}
        {nextAttemptAt !== null && (
          <Timeline.Item title={text.detail.nextAt} bullet={<ClockIcon width={13} />} lineVariant="dashed">
            <When at={nextAttemptAt} />
          </Timeline.Item>
        )}
      </Timeline>
      {earlier > 0 && <Text c="dimmed">{text.earlierNotes(earlier)}</Text>}
      {attempts.length === 0 && nextAttemptAt === null && <Text c="dimmed">{text.detail.noAttempts}</Text>}
    </>
  );
}

/** Attempts and notes by their times. An attempt stays before the note of what it has led to. */
function inOrder(attempts: readonly Attempt[], notes: readonly Note[]): readonly (Attempt | Note)[] {
  const at = (entry: Attempt | Note) => Date.parse('what' in entry ? entry.at : entry.startedAt);
  return [...attempts, ...notes].toSorted((one, other) => at(one) - at(other));
}

interface WhenProps {
  readonly at: string;
  /** Who has asked for it, if somebody has. */
  readonly by?: string | undefined;
}

function When({ at, by }: WhenProps) {
  return (
    <Text c="dimmed" fz="xs" component="div">
      <Time at={at} />
      {by !== undefined && (
        <>
          {' · '}
          <Foreign>{actorInWords(by)}</Foreign>
        </>
      )}
    </Text>
  );
}

const noteIcons = {
  held: PauseIcon,
  resumed: PlayIcon,
  retried: ArrowPathIcon,
  cancelled: StopIcon,
  expired: ClockIcon,
} satisfies Record<Note['what'], unknown>;

function NoteBullet({ note: { what } }: { readonly note: Note }) {
  const Icon = noteIcons[what];
  return <Icon width={13} />;
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
      <Text fw={600}>
        {text.detail.attempt(number)} · {responseCode ?? text.outcomes[outcome]}
      </Text>
      <Text c="dimmed" fz="xs">
        <Time at={startedAt} /> · {formatDuration(durationMs)}
      </Text>
    </UnstyledButton>
  );
}
