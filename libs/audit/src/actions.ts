/**
 * What can be done through the API that changes something, or shows something that was hidden: kind of thing, and what became
 * of it.
 */
export const actions = [
  'api-key.created',
  'api-key.revoked',
  'event-type.copied',
  'event-type.deleted',
  'event-type.set',
  'failure-group.ignored',
  'failure-group.unignored',
  'inspector.changed',
  'inspector.created',
  'inspector.deleted',
  'invocation.cancelled',
  'invocation.retried',
  'payload.revealed',
  'portal-link.created',
  'portal-link.revoked',
  'rejected-event.republished',
  'replay.begun',
  'replay.cancelled',
  'replay.paused',
  'replay.resumed',
  'secret.deleted',
  'secret.set',
  'session.ended',
  'session.started',
  'signing-secret.rotated',
  'tenant.changed',
  'tenant.created',
  'tenant.deleted',
  'webhook.backlog-cancelled',
  'webhook.changed',
  'webhook.created',
  'webhook.deleted',
  'webhook.resumed',
  'webhook.secret-rotated',
] as const;

export type Action = (typeof actions)[number];
