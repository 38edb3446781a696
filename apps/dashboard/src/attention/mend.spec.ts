import { describe, expect, it } from '@jest/globals';
import { mendOf } from './mend.ts';

const id = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728';

describe('the button of what needs a person', () => {
  it.each([
    ['PATCH', `/v1/webhooks/${id}`, { status: 'active' }, { does: 'enable', webhookId: id }],
    ['POST', `/v1/webhooks/${id}/resume`, { backlog: 'send' }, { does: 'send', webhookId: id }],
    ['POST', `/v1/invocations/${id}/retry`, null, { does: 'retry', invocationId: id }],
    ['POST', `/v1/failures/${id}/retry`, null, { does: 'retry-group', groupId: id }],
    ['POST', `/v1/failures/${id}/ignore`, {}, { does: 'ignore-group', groupId: id }],
    ['GET', `/v1/webhooks/${id}/health`, null, { shows: 'webhook', webhookId: id }],
    ['GET', `/v1/invocations?webhook=${id}&status=failed`, null, { shows: 'failed', webhookId: id }],
    ['GET', `/v1/rejected-events/${id}`, null, { shows: 'rejected', eventId: id }],
  ] as const)('%s %s %j', (method, path, body, mend) => {
    expect(mendOf({ method, path, body })).toEqual(mend);
  });

  it.each([
    ['PATCH', `/v1/webhooks/${id}`, { status: 'disabled' }],
    ['POST', `/v1/webhooks/${id}/resume`, { backlog: 'skip' }],
    ['POST', `/v1/webhooks/${id}/resume`, null],
    ['POST', `/v1/invocations/${id}/cancel`, null],
    ['POST', `/v1/failures/${id}/ignore`, { until: '2027-01-01T00:00:00Z' }],
    ['GET', `/v1/webhooks/${id}`, null],
  ] as const)('is left out for %s %s %j, which says something else', (method, path, body) => {
    expect(mendOf({ method, path, body })).toBeUndefined();
  });
});
