import { targetRule } from '@casewire/http-client';
import { describe, expect, it } from '@jest/globals';
import { targetPolicy, targetUrlProblem, tokenUrlProblem } from './target-url.ts';

type Environment = 'sandbox' | 'production';

const publicUrl = 'https://casewire.example';
const closedFor = targetPolicy([], publicUrl);
const openFor = targetPolicy(['127.0.0.0/8', '10.20.0.0/16'], publicUrl);
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

  it('lets the addresses of inspectors in, in the sandbox only', () => {
    const inspector = `${publicUrl}/inspect/0197a000-0000-7000-8000-000000000001`;
    expect(targetUrlProblem(inspector, closed('sandbox'))).toBeUndefined();
    expect(targetUrlProblem(inspector, closed('production'))).toContain('sandbox only');
    expect(tokenUrlProblem(inspector, closed('sandbox'))).toContain('gives no tokens');
    const local = targetPolicy([], 'http://localhost:3000')('sandbox', { settings: {} });
    expect(targetUrlProblem(inspector.replace(publicUrl, 'http://localhost:3000'), local)).toBeUndefined();
  });

  it.each([
    `${publicUrl}/`,
    `${publicUrl}/v1/webhooks`,
    `${publicUrl}/inspect/`,
    `${publicUrl}/inspect/{secret.ID}`,
    `${publicUrl}/inspect/../v1/webhooks`,
    `${publicUrl}/inspect/0197a000-0000-7000-8000-000000000001/../../v1/webhooks`,
    `${publicUrl}/inspect/0197a000-0000-7000-8000-000000000001?a=b`,
    `${publicUrl}/inspect/0197A000-0000-7000-8000-000000000001`,
    'https://CASEWIRE.example:443/v1/webhooks',
    'https://casewire.example./v1/webhooks',
    'http://casewire.example/v1/webhooks',
  ])('refuses %s, another address of Casewire itself', (url) => {
    expect(targetUrlProblem(url, open('sandbox'))).toContain('Casewire itself');
    expect(tokenUrlProblem(url.replace('{secret.ID}', ''), open('sandbox'))).toContain('Casewire itself');
  });

  it('agrees with the rule that deliveries are sent by', () => {
    expect(targetRule([]).allows('127.0.0.1')).toBe(false);
    expect(targetRule(['127.0.0.0/8']).allows('127.0.0.1')).toBe(true);
  });
});
