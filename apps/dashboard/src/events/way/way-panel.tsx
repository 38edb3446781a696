import { Anchor, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { InspectedEvent, Invocation } from '../../api/types.ts';
import { PlaceLink } from '../../shell/place-link.tsx';
import { usePlace } from '../../app/place.ts';
import { StatusBadge } from '../../invocations/status-badge.tsx';
import { useIsShownFrom } from '../../lists/window-width.ts';
import { text as shellText } from '../../shell/text.ts';
import { WebhookName } from '../../webhooks/webhook-name.tsx';
import { noReceiversInWords } from '../outcome.ts';
import { RejectedOfSubject } from '../rejected-of-subject.tsx';
import { text } from '../text.ts';
import { useReceivers } from './queries.ts';
import { StepRow } from './step-row.tsx';
import { scaleOf, stepsOfEvent, stepsOfReceiver, type Scale, type Step } from './way.ts';

/** Receivers that are shown at first, and that each click adds. */
const AT_ONCE = 10;

/** One request reads so many. */
const MOST = 100;

/** The way of an event from its acceptance to each receiver, by the times that are recorded. */
export function WayPanel({ event }: { readonly event: InspectedEvent }) {
  const { invocations } = event;
  const [shown, setShown] = useState(AT_ONCE);
  const receivers = useReceivers(invocations.slice(0, shown).map(({ id }) => id));
  const shared = stepsOfEvent(event);
  const ways = receivers.map((receiver) => ({ ...receiver, steps: stepsOfReceiver(receiver) }));
  const hasBars = useIsShownFrom()('sm');
  const scale = hasBars ? scaleOf([...shared, ...ways.flatMap(({ steps }) => steps)]) : undefined;
  return (
    <Stack gap="xs">
      <div>
        <Title order={2}>{text.way.title}</Title>
        <Text c="dimmed">
          {text.way.lead} {hasBars && text.way.scale}
        </Text>
      </div>
      <Table
        className="way"
        layout="fixed"
        aria-label={text.way.title}
        verticalSpacing={4}
        horizontalSpacing={6}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.way.step}</Table.Th>
            <Table.Th ta="right" w={96}>
              {text.way.after}
            </Table.Th>
            {hasBars && (
              <Table.Th aria-hidden className="way-track">
                {text.way.bars}
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Lane steps={shared} begin={shared} scale={scale} />
        {ways.map(({ invocation, steps }) => (
          <Lane key={invocation.id} steps={steps} begin={shared} scale={scale} of={invocation} />
        ))}
      </Table>
      {invocations.length === 0 && <NoReceivers event={event} />}
      <More event={event} shown={shown} onMore={() => setShown(Math.min(MOST, shown + AT_ONCE))} />
    </Stack>
  );
}

function NoReceivers({ event }: { readonly event: InspectedEvent }) {
  const { environment } = usePlace();
  return (
    <>
      <Text>{noReceiversInWords(event, shellText.environments[environment])}</Text>
      {event.subject !== null && <RejectedOfSubject subject={event.subject} />}
    </>
  );
}

interface LaneProps {
  readonly steps: readonly Step[];
  /** The steps that all receivers share: times are told from the first one on. */
  readonly begin: readonly Step[];
  /** Of the bars; undefined where there is no room for any. */
  readonly scale: Scale | undefined;
  /** Undefined for the steps that all receivers share. */
  readonly of?: Invocation;
}

function Lane({ steps, begin, scale, of }: LaneProps) {
  const since = begin[0]?.from ?? null;
  return (
    <Table.Tbody>
      {of !== undefined && (
        <Table.Tr className="way-receiver">
          <Table.Th scope="rowgroup" colSpan={scale === undefined ? 2 : 3}>
            <Group gap="xs" wrap="nowrap">
              <PlaceLink to={`invocations/${of.id}`} miw={0}>
                <WebhookName id={of.webhookId} />
              </PlaceLink>
              <StatusBadge status={of.status} />
            </Group>
          </Table.Th>
        </Table.Tr>
      )}
      {steps.map((step, index) => (
        <StepRow key={index} step={step} since={since} scale={scale} />
      ))}
    </Table.Tbody>
  );
}

interface MoreProps {
  readonly event: InspectedEvent;
  readonly shown: number;
  readonly onMore: () => void;
}

function More({ event: { invocations, id }, shown, onMore }: MoreProps) {
  const left = invocations.length - shown;
  if (left <= 0) return null;
  return (
    <Group gap="xs">
      <Text c="dimmed">{text.way.left(left)}</Text>
      {shown < MOST ? (
        <Button variant="subtle" onClick={onMore}>
          {text.way.more}
        </Button>
      ) : (
        <Anchor
          renderRoot={(props) => (
            <Link
              {...props}
              from="/t/$tenant/$environment"
              to="/t/$tenant/$environment/invocations"
              search={{ eventId: id }}
            />
          )}
        >
          {text.way.all}
        </Anchor>
      )}
    </Group>
  );
}
