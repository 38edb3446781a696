import { describe, expect, it } from '@jest/globals';
import { allowedHostsSchema, isHostAllowed } from './allowed-hosts.ts';

describe('allowed hosts', () => {
  const allowed = ['receiver.example', '*.customer.example', '203.0.113.7', '[2001:db8::1]'];

  it.each([
    'https://receiver.example/a',
    'https://RECEIVER.example:8443/?a',
    'https://receiver.example./',
    'https://a.customer.example/',
    'https://a.b.customer.example/',
    'https://203.0.113.7/',
    'https://0xcb.0.113.7/',
    'https://[2001:DB8::1]/',
  ])('cover %s', (url) => {
    expect(isHostAllowed(allowed, url)).toBe(true);
  });

  it.each([
    'https://customer.example/',
    'https://evilcustomer.example/',
    'https://receiver.example.evil/',
    'https://a.receiver.example/',
    'https://receiver.example@evil.example/',
    'no url',
  ])('do not cover %s', (url) => {
    expect(isHostAllowed(allowed, url)).toBe(false);
  });

  it('are all where there are none', () => {
    expect([undefined, null].map((none) => isHostAllowed(none, 'https://any.example/'))).toEqual([
      true,
      true,
    ]);
  });

  it('are taken as URLs spell them', () => {
    expect(allowedHostsSchema.safeParse([...allowed, 'xn--bcher-kva.example']).success).toBe(true);
  });

  it.each([
    '',
    '*',
    '*.',
    'a.*.example',
    'Receiver.example',
    'https://a.example',
    'a.example/b',
    'a.example:443',
    'bücher.example',
    'a.example.',
    'a@b',
  ])('are not %j', (host) => {
    expect(allowedHostsSchema.safeParse([host]).error?.issues).toMatchObject([{ path: [0] }]);
  });
});
