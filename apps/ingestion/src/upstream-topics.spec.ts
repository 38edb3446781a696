import { describe, expect, it } from '@jest/globals';
import { parseUpstreamTopics } from './upstream-topics.ts';

describe('upstream topics', () => {
  it('are bound to a tenant and environment, or open to all', () => {
    expect(parseUpstreamTopics('kyc.events, kyb-events=acme/production')).toEqual([
      { topic: 'kyc.events' },
      { topic: 'kyb-events', tenantId: 'acme', environment: 'production' },
    ]);
  });

  it('may be none', () => {
    expect(parseUpstreamTopics('')).toEqual([]);
  });

  it.each(['a b', 'a=acme', 'a=acme/test', '=acme/sandbox'])('refuse %s', (text) => {
    expect(() => parseUpstreamTopics(text)).toThrow();
  });
});
