import { describe, expect, it } from '@jest/globals';
import { isOpen, routeOf } from './services.ts';

describe('routeOf', () => {
  it.each([
    ['/v1/events', 'ingestion', 'v1/events'],
    ['/v1/events/validate?x=1', 'ingestion', 'v1/events'],
    ['/v1/rejected-events?limit=1', 'ingestion', 'v1/rejected-events'],
    ['/v1/tenants/t-1/api-keys', 'subscriptions', 'v1/tenants'],
    ['/v1/tenants/t-1/portal-links/l-1', 'gateway', 'v1/tenants/{id}/portal-links'],
    ['/v1/system', 'gateway', 'v1/system'],
    ['/v1/system/pipeline', 'history', 'v1/system/pipeline'],
    ['/v1/sessions', 'gateway', 'v1/sessions'],
    ['/v1/sessions/s-1', 'gateway', 'v1/sessions'],
    ['/v1/sessions/current', 'gateway', 'v1/sessions/current'],
    ['/v1/webhooks', 'subscriptions', 'v1/webhooks'],
    ['/v1/webhooks/w-1', 'subscriptions', 'v1/webhooks'],
    ['/v1/webhooks/w-1/secret', 'subscriptions', 'v1/webhooks'],
    ['/v1/webhooks/w-1/replay', 'history', 'v1/webhooks/{id}/replay'],
    ['/v1/webhooks/replay', 'subscriptions', 'v1/webhooks'],
    ['/v1/webhooks/w-1/cancel?x=1', 'history', 'v1/webhooks/{id}/cancel'],
    ['/v1/replays/r-1/pause', 'history', 'v1/replays'],
    ['/v1/statistics?step=1h', 'history', 'v1/statistics'],
    ['/v1/failures/f-1/retry', 'history', 'v1/failures'],
    ['/v1/attention', 'history', 'v1/attention'],
    ['/v1/search?q=run-1', 'history', 'v1/search'],
    ['/v1/inspectors/i-1/requests', 'inspector', 'v1/inspectors'],
    ['/v1/event-types/a%2Fb', 'subscriptions', 'v1/event-types'],
    ['/v1/signing-secret/rotate', 'subscriptions', 'v1/signing-secret'],
    ['/v1/secrets/name', 'subscriptions', 'v1/secrets'],
    ['/v1/settings', 'subscriptions', 'v1/settings'],
    ['/v1/data/address', 'subscriptions', 'v1/data'],
    ['/v1/invocations/i-1/attempts', 'history', 'v1/invocations'],
    ['/api/v1/external/workflows/run', 'subscriptions', 'api/v1/external/workflows'],
    ['/api/v1/external/workflows/kyb/config', 'subscriptions', 'api/v1/external/workflows'],
    ['/api/v3/organization/webhooks/w-1/hmac/rotate', 'subscriptions', 'api/v3/organization/webhooks'],
    ['/api/v3/notifications/webhook/history?after=i-1', 'history', 'api/v3/notifications/webhook/history'],
  ])('%s belongs to %s', (target, service, resource) => {
    expect(routeOf(target)).toEqual({ service, resource });
  });

  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/eventsandmore',
    '/v1/unknown',
    '/v1/replaysandmore',
    '/v1/constructor',
    '/v2/events',
    '//v1/events',
    '/readyz',
    'http://elsewhere/v1/events',
    '/V1/events',
    '/api/v1/external',
    '/api/v1/external/workflowsandmore',
    '/api/v3/notifications/webhook',
    '/?/v1/events',
  ])('%s belongs to nobody', (target) => {
    expect(routeOf(target)).toBeUndefined();
  });
});

describe('a request without key and session', () => {
  const isOpenTo = (method: string, target: string): boolean => {
    const route = routeOf(target);
    return route !== undefined && isOpen(route, method);
  };

  it.each([
    ['GET', '/v1/data/address'],
    ['POST', '/v1/sessions'],
    ['POST', '/v1/sessions/preview'],
    ['GET', '/v1/sessions/current'],
    ['DELETE', '/v1/sessions/current'],
  ])('may be %s %s', (method, target) => {
    expect(isOpenTo(method, target)).toBe(true);
  });

  it.each([
    ['POST', '/v1/data/address'],
    ['GET', '/v1/sessions'],
    ['DELETE', '/v1/sessions/s-1'],
    ['POST', '/v1/tenants/t-1/portal-links'],
    ['GET', '/v1/webhooks'],
  ])('may not be %s %s', (method, target) => {
    expect(isOpenTo(method, target)).toBe(false);
  });
});
