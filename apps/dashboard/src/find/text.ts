import type { Found, FoundKind } from '../api/types.ts';

export const text = {
  find: 'Find',
  keys: '/',
  title: 'Find by id, subject or name',
  placeholder: 'Id, subject, correlation id, webhook',
  close: 'Close',
  lead: 'Paste the id of an event, an invocation or a run, a subject or a correlation id as a whole, or type a part of a webhook’s name or host.',
  navigation: 'Arrow keys choose, Enter opens, Esc closes.',
  results: 'What was found',
  kinds: {
    invocation: 'Invocations',
    event: 'Events',
    'rejected-event': 'Rejected events',
    webhook: 'Webhooks',
  } satisfies Record<FoundKind, string>,
  foundBy: {
    id: 'Id',
    eventUid: 'Event',
    eventId: 'Event id',
    subject: 'Subject',
    correlationId: 'Correlation id',
    runId: 'Run',
    recordKey: 'Kafka key',
    name: 'Name',
    host: 'Host',
  } satisfies Record<Found['foundBy'], string>,
  republished: 'Published again',
  more: 'Only the ten newest of each kind are shown.',
  partly: (services: string) =>
    `A part could not be searched now (${services}). What you look for may be there.`,
  nothing: {
    title: 'Nothing was found',
    searched: 'Searched for',
    any: 'as a whole id, subject or correlation id, and in names and hosts of webhooks',
    as: (attribute: string) => `as ${attribute}`,
    where: (environments: string) => `in ${environments}.`,
    kept: (invocations: string, events: string) =>
      `Invocations are kept for ${invocations}, events and their correlation ids for ${events}.`,
    rejected: 'The subject of a rejected event cannot always be read: look at Rejected events too.',
    days: (days: number) => (days === 1 ? '1 day' : `${days} days`),
    expired: 'The id tells its time: what is of that time was kept until',
  },
  attributes: {
    eventId: 'an event id',
    subject: 'a subject',
    correlationId: 'a correlation id',
    runId: 'the id of a run',
  },
  page: {
    title: 'Found',
    back: 'Overview',
    noText: 'This address names nothing to find',
    noTextLead: 'Add ?subject=…, ?eventId=…, ?correlationId=… or ?runId=… to it.',
  },
};
