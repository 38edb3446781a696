import { describe, expect, it } from '@jest/globals';
import { sessionCookies } from './session-cookie.ts';

const token = 't'.repeat(43);

const cookiesAt = (url: string) => sessionCookies(new URL(url));

describe('the cookie of a session', () => {
  it.each([
    ['https://casewire.example', '__Host-casewire'],
    ['http://localhost:3000', 'casewire'],
    ['http://127.0.0.1:3000', 'casewire'],
    ['http://[::1]:3000', 'casewire'],
  ])('at %s is named %s', (url, name) => {
    const { ordinary } = cookiesAt(url);
    ordinary.requireUsable();
    expect(ordinary.read({ cookie: `a=1; ${name}=${token}; b=2` })).toBe(token);
  });

  it.each([
    undefined,
    '',
    `casewire=${token}`,
    `x__Host-casewire=${token}`,
    '__Host-casewire=short',
    `__Host-casewire=${token}x`,
    `__Host-casewire-embed=${token}`,
  ])('is not in %j', (cookie) => {
    const headers = cookie === undefined ? {} : { cookie };
    expect(cookiesAt('https://casewire.example').ordinary.read(headers)).toBeUndefined();
  });

  it('is not set where the network could read it, and in a frame only over https', () => {
    const refusalOf = (url: string, kind: 'ordinary' | 'embedded') => () => {
      cookiesAt(url)[kind].requireUsable();
    };
    expect(refusalOf('http://casewire.example', 'ordinary')).toThrow('sessions need https');
    expect(refusalOf('http://localhost:3000', 'embedded')).toThrow('embedded over https only');
    refusalOf('https://casewire.example', 'embedded')();
  });
});
