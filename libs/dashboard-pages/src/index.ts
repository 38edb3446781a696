/**
 * The pages of a tenant on the dashboard, below `/t/{tenant}/{environment}`: the router of the dashboard has them, and the
 * gateway lets a portal link begin at them. A name with `$` stands for an id.
 */
export const tenantPages = {
  overview: '/',
  webhooks: 'webhooks',
  newWebhook: 'webhooks/new',
  webhook: 'webhooks/$id',
  editWebhook: 'webhooks/$id/edit',
  invocations: 'invocations',
  invocation: 'invocations/$id',
  failures: 'failures',
  failureGroup: 'failures/$id',
  events: 'events',
  event: 'events/$uid',
  rejectedEvents: 'rejected',
  rejectedEvent: 'rejected/$id',
  replays: 'replays',
  replay: 'replays/$id',
  catalogue: 'catalogue',
  newType: 'catalogue/new',
  editType: 'catalogue/edit',
  tryEvent: 'catalogue/try',
  find: 'find',
  settings: 'settings',
  audit: 'audit',
  inspector: 'inspector',
} as const;
