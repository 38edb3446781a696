import { Title } from '@mantine/core';
import type { ExplainedInvocation } from '../api/types.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { text } from './text.ts';

export function InvocationFacts({ invocation }: { readonly invocation: ExplainedInvocation }) {
  const { id, webhookId, eventUid, eventId, eventSource, subject, createdAt, reason, heldBy, copyOf } =
    invocation;
  const facts: Facts = [
    [text.detail.webhook, <InPlace key="webhook" area="webhooks" id={webhookId} />],
    [text.detail.reason, reason === null ? undefined : <Foreign wrap>{reason}</Foreign>],
    [text.detail.heldBy, heldBy === null ? undefined : (text.holders[heldBy.kind] ?? heldBy.kind)],
    [
      text.detail.id,
      <Copyable key="id" label={text.detail.id}>
        {id}
      </Copyable>,
    ],
    [
      text.detail.subject,
      subject === null ? undefined : <Copyable label={text.detail.subject}>{subject}</Copyable>,
    ],
    [text.detail.event, <InPlace key="event uid" area="events" id={eventUid} />],
    [
      text.detail.eventId,
      <Copyable key="event" label={text.detail.eventId}>
        {eventId}
      </Copyable>,
    ],
    [
      text.detail.source,
      <Foreign key="source" wrap>
        {eventSource}
      </Foreign>,
    ],
    [text.detail.accepted, <Time key="accepted" at={createdAt} />],
    [text.detail.copyOf, copyOf === null ? undefined : <InPlace area="invocations" id={copyOf} />],
  ];
  return (
    <>
      <Title order={2} mb="sm">
        {text.detail.facts}
      </Title>
      <FactTable facts={facts} />
    </>
  );
}

function InPlace({
  area,
  id,
}: {
  readonly area: 'webhooks' | 'invocations' | 'events';
  readonly id: string;
}) {
  return <PlaceLink to={`${area}/${id}`}>{area === 'webhooks' ? <WebhookName id={id} /> : id}</PlaceLink>;
}
