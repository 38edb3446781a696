import { Title } from '@mantine/core';
import type { ExplainedInvocation } from '../api/types.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { text } from './text.ts';

/** What is known of an invocation beside its attempts. The reason stands here only where no sentence explains it. */
export function InvocationFacts({ invocation }: { readonly invocation: ExplainedInvocation }) {
  const { id, webhookId, eventUid, eventId, eventSource, subject, createdAt, heldBy, copyOf } = invocation;
  const reason = invocation.why === null ? invocation.reason : null;
  const facts: Facts = [
    [
      text.detail.webhook,
      <PlaceLink key="webhook" to={`webhooks/${webhookId}`}>
        <WebhookName id={webhookId} />
      </PlaceLink>,
    ],
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
    [
      text.detail.event,
      <PlaceLink key="event" to={`events/${eventUid}`}>
        {text.detail.openEvent}
      </PlaceLink>,
    ],
    [
      text.detail.eventId,
      <Copyable key="event id" label={text.detail.eventId}>
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
    [
      text.detail.copyOf,
      copyOf === null ? undefined : <PlaceLink to={`invocations/${copyOf}`}>{copyOf}</PlaceLink>,
    ],
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
