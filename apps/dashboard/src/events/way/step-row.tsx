import { Group, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { actorInWords, whoOf } from '../../audit/describe-entry.ts';
import { text as auditText } from '../../audit/text.ts';
import { noteInWords } from '../../invocations/describe-note.ts';
import { text as invocationText } from '../../invocations/text.ts';
import { Foreign } from '../../shown/foreign.tsx';
import { formatDuration } from '../../time/format-time.ts';
import { Time } from '../../time/time.tsx';
import { text } from '../text.ts';
import { nextOf, type Scale, type Step } from './way.ts';

interface StepRowProps {
  readonly step: Step;
  /** When the way began, in milliseconds since the epoch. */
  readonly since: number | null;
  /** Of the bars; undefined where there is no room for any. */
  readonly scale: Scale | undefined;
}

/** A step as a line of the table. The bar shows to the eye what the numbers say. */
export function StepRow({ step, since, scale }: StepRowProps) {
  const { from, to } = step;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={500} fz="sm" {...(isNeverTimed(step) && { c: 'dimmed' })}>
          {nameOf(step)}
        </Text>
        <Group className="dotted" gap={4} c="dimmed" fz="xs">
          {from === null ? <span>{text.way.notRecorded}</span> : <Time at={new Date(from).toISOString()} />}
          <Detail step={step} />
        </Group>
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {from === null || since === null ? '–' : `+${formatDuration(Math.max(0, from - since))}`}
      </Table.Td>
      {scale !== undefined && (
        <Table.Td className="way-track" aria-hidden>
          {from !== null && (
            <span
              className="way-bar"
              data-tone={toneOf(step)}
              style={{
                // The least width of a bar has room at the end too.
                left: `min(${100 * scale.placeOf(from)}%, 100% - 4px)`,
                width: `${100 * (scale.placeOf(to ?? from) - scale.placeOf(from))}%`,
              }}
            />
          )}
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** Whether nothing records when such a step was. */
function isNeverTimed({ kind }: Step): boolean {
  return kind === 'produced' || kind === 'matched';
}

function nameOf(step: Step): ReactNode {
  if (step.kind === 'attempt') {
    const { number, outcome, responseCode } = step.attempt;
    return `${invocationText.detail.attempt(number)} · ${responseCode ?? invocationText.outcomes[outcome]}`;
  }
  if (step.kind === 'request') return auditText.actions[step.entry.action];
  if (step.kind === 'note') return noteInWords(step.note);
  if (step.kind === 'held') return invocationText.heldBy(invocationText.holders[step.by] ?? step.by);
  if (step.kind === 'ended') return invocationText.statuses[step.status];
  return text.way.steps[step.kind];
}

function Detail({ step }: { readonly step: Step }) {
  if (step.kind === 'attempt') {
    const next = nextOf(step.attempt);
    const followed = next === null ? undefined : invocationText.detail.followed[next.kind];
    const parts = [formatDuration(step.attempt.durationMs), followed];
    return <span>{parts.filter((part) => part !== undefined).join(' · ')}</span>;
  }
  if (step.kind === 'request') return <Foreign>{whoOf(step.entry)}</Foreign>;
  if (step.kind === 'note' && step.note.by !== undefined)
    return <Foreign>{actorInWords(step.note.by)}</Foreign>;
  if (step.kind !== 'wait') return null;
  return (
    <span>
      {text.way.due} <Time at={new Date(step.due).toISOString()} />
    </span>
  );
}

/** The colour of a bar, by what the step says. */
function toneOf(step: Step): 'good' | 'bad' | 'waiting' | 'plain' {
  if (step.kind === 'attempt') return step.attempt.outcome === 'delivered' ? 'good' : 'bad';
  if (step.kind === 'ended') return step.status === 'delivered' ? 'good' : 'bad';
  const waits = step.kind === 'wait' || step.kind === 'next' || step.kind === 'held';
  return waits || (step.kind === 'note' && step.note.what === 'held') ? 'waiting' : 'plain';
}
