import { targetRule } from '@casewire/http-client';
import { describe, expect, it } from '@jest/globals';
import { targetPolicy, targetUrlProblem, tokenUrlProblem } from './target-url.ts';

type Environment = 'sandbox' | 'production';

const closedFor = targetPolicy([]);
const openFor = targetPolicy(['127.0.0.0/8', '10.20.0.0/16']);
const closed = (environment: Environment) => closedFor(environment, { settings: {} });
const open = (environment: Environment) => openFor(environment, { settings: {} });

describe('targetUrlProblem', () => {
  it.each([
    'https://receiver.example/hook?a=b',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]:8443/',
    'https://receiver.example/{entity.id}/x-{secret.PATH}?key={secret.KEY}&of={a.0}',
  ])('accepts %s everywhere', (url) => {
    expect(targetUrlProblem(url, closed('sandbox'))).toBeUndefined();
    expect(targetUrlProblem(url, closed('production'))).toBeUndefined();
  });

  it.each([
    ['hook', 'is not a URL'],
    ['/hook', 'is not a URL'],
    ['https://', 'is not a URL'],
    ['ftp://receiver.example', 'http'],
    ['javascript:alert(1)', 'http'],
    ['https://user:password@receiver.example', 'credentials'],
    ['https://user@receiver.example', 'credentials'],
    [`https://receiver.example/${'a'.repeat(2048)}`, 'longer'],
    ['https://receiver.example/a b', 'blanks'],
    ['https://receiver.example/a\r\nHost: x', 'blanks'],
    ['https://{secret.HOST}/', 'host'],
    ['https://receiver.example:{port}/', 'port'],
    ['https://{user}@receiver.example/', 'credentials'],
    ['https://receiver.example/#{a}', 'fragment'],
    ['https://receiver.example/?{a}=b', 'name of a query parameter'],
    ['https://receiver.example/{a..b}', '{a..b}'],
    ['https://receiver.example/{secret.}', '{secret.}'],
    ['https://receiver.example/{a[0]}', 'braces'],
    ['https://receiver.example/?filter={', 'braces'],
  ])('refuses %s', (url, problem) => {
    expect(targetUrlProblem(url, open('sandbox'))).toContain(problem);
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://localhost:8080/',
    'http://a.localhost/',
    'http://localhost./',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00::1]/',
    'http://0.0.0.0/',
  ])('refuses the private address %s however it is spelled', (url) => {
    expect(targetUrlProblem(url, closed('sandbox'))).toContain('private');
  });

  it('lets private addresses in where they are allowed, over plain HTTP even in production', () => {
    for (const url of ['http://127.0.0.1:8080/', 'http://localhost:8080/', 'http://10.20.1.1/']) {
      expect(targetUrlProblem(url, open('production'))).toBeUndefined();
    }
    expect(targetUrlProblem('http://10.21.0.1/', open('sandbox'))).toContain('private');
  });

  it('wants HTTPS in production from everyone else', () => {
    expect(targetUrlProblem('http://receiver.example/', open('sandbox'))).toBeUndefined();
    expect(targetUrlProblem('http://receiver.example/', open('production'))).toContain('https');
    expect(targetUrlProblem('http://8.8.8.8/', open('production'))).toContain('https');
  });

  it('wants a host that the tenant allows, for token endpoints too', () => {
    const policy = closedFor('sandbox', { settings: { allowedHosts: ['*.example'] } });
    expect(targetUrlProblem('https://receiver.example/', policy)).toBeUndefined();
    for (const problemOf of [targetUrlProblem, tokenUrlProblem]) {
      expect(problemOf('https://receiver.other/', policy)).toContain('they are *.example');
    }
  });

  it('agrees with the rule that deliveries are sent by', () => {
    expect(targetRule([]).allows('127.0.0.1')).toBe(false);
    expect(targetRule(['127.0.0.0/8']).allows('127.0.0.1')).toBe(true);
  });
});
