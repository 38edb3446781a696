export const text = {
  title: 'Overview',
  lead: 'What needs attention, and recent activity.',
  none: 'No webhooks yet',
  noneLead: 'Create one, then publish an event: its delivery appears here.',
  create: 'New webhook',
  tryIt: 'Try it without a receiver',
  quiet: 'Nothing was sent in this time',
  quietLead:
    'Publish an event to the events topic or with POST /v1/events. To try a receiver first, open its webhook and send a test.',
  webhooks: 'Look at webhooks',
  failed: 'Latest failures',
  noFailed: 'No invocation has failed.',
  rejected: 'Latest rejected events',
  noRejected: 'No event was rejected.',
  all: 'View all',
};
