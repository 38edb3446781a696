import { describe, expect, it } from '@jest/globals';
import type { Webhook } from '../../api/types.ts';
import { delaysOf, fieldOf, toChange, toNewWebhook } from './to-request.ts';
import { emptyValues, valuesOf, type WebhookValues } from './webhook-values.ts';

const webhook: Webhook = {
  ...{ id: '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728', level: 'definition', environment: 'sandbox', name: 'kyb' },
  ...{ url: 'https://receiver.example/a', events: ['workflow.*', 'x'], definitionId: 'kyb', runtimeId: null },
  ...{
    method: 'PUT',
    headers: { 'x-a': '1' },
    auth: { basic: { username: 'u' } },
    tls: null,
    format: 'thin',
  },
  signing: { scheme: 'hmac-body-hex', header: 'X-Sig', algorithm: 'sha512' },
  ...{ sendWebhookId: true, retry: { delaysSeconds: [5, 60] }, timeoutMs: 2_500, rateLimitPerSecond: 0.2 },
  ...{ maxConcurrency: 3, ordering: 'subject', onGiveUp: 'block', successStatus: '200', options: {} },
  ...{ status: 'active', expiresAt: '2027-01-01T00:00:00.000Z', stateNames: ['approved'], filter: 'data.a' },
  payload: { only: ['/a'], omit: ['/a/b'] },
  request: { transform: [{ transformer: 'jmespath', mapping: '{a: a}' }] },
  ...{ signedBy: 'webhook', statusReason: null, health: 'healthy', createdAt: '', updatedAt: '' },
};

const changedBy = (values: Partial<WebhookValues>) => toChange({ ...valuesOf(webhook), ...values }, webhook);

describe('the form of a webhook', () => {
  it('creates one with nothing but what differs from the defaults', () => {
    expect(toNewWebhook({ ...emptyValues, url: ' https://receiver.example/ ' })).toEqual({
      url: 'https://receiver.example/',
    });
  });

  it('creates one with everything that it shows of another', () => {
    const values = { ...valuesOf(webhook), authKind: 'basic', username: 'u', password: 'p' } as const;
    expect(toNewWebhook(values)).toEqual({
      ...{ name: 'kyb', url: webhook.url, events: ['workflow.*', 'x'], definitionId: 'kyb', method: 'PUT' },
      ...{ headers: { 'x-a': '1' }, auth: { basic: { username: 'u', password: 'p' } }, format: 'thin' },
      signing: { scheme: 'hmac-body-hex', header: 'X-Sig' },
      ...{ retry: { delaysSeconds: [5, 60] }, timeoutMs: 2_500, rateLimitPerSecond: 0.2, maxConcurrency: 3 },
      ...{ ordering: 'subject', onGiveUp: 'block', successStatus: '200', expiresAt: webhook.expiresAt },
      ...{ stateNames: ['approved'], filter: 'data.a', payload: webhook.payload, request: webhook.request },
    });
  });

  it('changes nothing of a webhook that it only shows', () => {
    expect(changedBy({})).toEqual({});
  });

  it.each<[Partial<WebhookValues>, object]>([
    [{ url: 'https://other.example/' }, { url: 'https://other.example/' }],
    [{ name: '' }, { name: null }],
    [{ takesAll: true }, { events: ['*'] }],
    [{ headers: [] }, { headers: {} }],
    [{ authKind: 'none' }, { auth: null }],
    [{ authKind: 'bearer', token: 't' }, { auth: { bearer: { token: 't' } } }],
    [{ retry: 'default' }, { retry: null }],
    [{ timeoutSeconds: '' }, { timeoutMs: null }],
    [
      { onGiveUp: 'skip', mappings: [] },
      { onGiveUp: 'skip', request: null },
    ],
    [{ signatureHeader: 'X-Other' }, { signing: { ...webhook.signing, header: 'X-Other' } }],
    [{ scheme: 'none', signatureHeader: '' }, { signing: { scheme: 'none' } }],
  ])('sends what was changed: %j', (values, change) => {
    expect(changedBy(values)).toEqual(change);
  });

  it.each([
    ['url', 'url'],
    ['events.0', 'events'],
    ['retry', 'retry'],
    ['retry.delaysSeconds.3', 'delays'],
    ['auth.basic.username', 'username'],
    ['auth', 'authKind'],
    ['request.transform.0.mapping', 'mappings'],
    ['payload.omit.0', 'omit'],
    ['timeoutMs', 'timeoutSeconds'],
    ['signing.secret', 'scheme'],
  ])('shows an error of %s at the field %s', (path, field) => {
    expect(fieldOf(path)).toBe(field);
  });

  it('reads delays with commas or spaces, and lets the API refuse what is no number', () => {
    expect(delaysOf(' 5, 60  0.5;10 ')).toEqual([5, 60, 0.5, 10]);
    expect(delaysOf('5, soon')).toEqual([5, -1]);
  });
});
