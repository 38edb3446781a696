import { describe, expect, it } from '@jest/globals';
import { routeOf } from './services.ts';

describe('routeOf', () => {
  it.each([
    ['/v1/events', 'ingestion', 'events'],
    ['/v1/events/validate?x=1', 'ingestion', 'events'],
    ['/v1/rejected-events?limit=1', 'ingestion', 'rejected-events'],
    ['/v1/tenants/t-1/api-keys', 'subscriptions', 'tenants'],
    ['/v1/webhooks', 'subscriptions', 'webhooks'],
    ['/v1/event-types/a%2Fb', 'subscriptions', 'event-types'],
    ['/v1/signing-secret/rotate', 'subscriptions', 'signing-secret'],
    ['/v1/secrets/name', 'subscriptions', 'secrets'],
    ['/v1/invocations/i-1/attempts', 'history', 'invocations'],
    ['/v1/replays/r-1', 'history', 'replays'],
  ])('%s belongs to %s', (target, service, resource) => {
    expect(routeOf(target)).toEqual({ service, resource });
  });

  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/eventsandmore',
    '/v1/unknown',
    '/v1/constructor',
    '/v2/events',
    '//v1/events',
    '/readyz',
    'http://elsewhere/v1/events',
    '/V1/events',
  ])('%s belongs to nobody', (target) => {
    expect(routeOf(target)).toBeUndefined();
  });
});
