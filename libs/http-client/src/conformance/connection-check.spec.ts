import { eventually, selfSignedCertificate, startProxy } from '@casewire/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectionCheck } from '../connection-check.ts';
import type { ClientOptions } from '../client-options.ts';
import { targetRule } from '../target-rule.ts';
import type { LocalServer } from './local-server.ts';
import { startSwallowingPort } from './swallowing-port.ts';
import { answer, namesFrom, TestBench } from './test-bench.ts';

const trusted = selfSignedCertificate('receiver.example');
const identity = { key: trusted.key, cert: trusted.certificate };
const resolveName = namesFrom({
  'receiver.example': ['127.0.0.1'],
  'other.example': ['127.0.0.1'],
  'mixed.example': ['127.0.0.1', '10.0.0.1'],
});
const ok = [answer(200, 'ok')];

describe('the check of a connection', () => {
  let bench: TestBench;

  beforeEach(() => {
    bench = new TestBench();
  });

  afterEach(() => bench.close());

  /** @returns why there is no connection, as a code; undefined where there is one */
  async function check(origin: string, options: Partial<ClientOptions> = {}, deadlineMs = 5_000) {
    const certificateAuthorities = [trusted.certificate];
    const target = targetRule(['127.0.0.0/8']);
    const all = { target, resolveName, certificateAuthorities, ...options };
    return (await connectionCheck(all)(origin, deadlineMs))?.code;
  }

  async function untilClosed(server: LocalServer): Promise<void> {
    await eventually(() => {
      expect([server.connections(), server.open()]).toEqual([1, 0]);
    });
  }

  it.each(['http', 'https'])('finds a receiver by %s, says nothing to it, and leaves', async (scheme) => {
    const server = await bench.raw(ok, scheme === 'https' ? { tls: identity } : {});
    expect(await check(`${scheme}://receiver.example:${server.port}`)).toBeUndefined();
    await untilClosed(server);
    expect(server.requests).toEqual([]);
  });

  it('goes through the proxy, as deliveries do', async () => {
    const proxy = await bench.keep(startProxy());
    const server = await bench.raw(ok);
    const origin = `http://receiver.example:${server.port}`;
    expect(await check(origin, { proxy: proxy.url })).toBeUndefined();
    expect(proxy.asked).toMatchObject([{ authority: `127.0.0.1:${server.port}` }]);
    expect(server.requests).toEqual([]);
  });

  it('reaches no address that deliveries do not reach', async () => {
    const server = await bench.raw(ok);
    expect(await check(`http://mixed.example:${server.port}`)).toBe('blocked-target');
    expect(await check(`http://receiver.example:${server.port}`, { target: targetRule() })).toBe(
      'blocked-target',
    );
    expect(server.connections()).toBe(0);
  });

  it('names what keeps a delivery from being sent', async () => {
    expect(await check('http://nowhere.example')).toBe('dns-error');
    const server = await bench.raw(ok, { tls: identity });
    expect(await check(`https://other.example:${server.port}`)).toBe('tls-error');
    const { port } = server;
    await server.close();
    expect(await check(`https://receiver.example:${port}`)).toBe('connection-error');
  });

  it('ends in time where nothing answers', async () => {
    const { port } = await bench.keep(startSwallowingPort('127.0.0.1'));
    const startedAt = performance.now();
    expect(await check(`http://receiver.example:${port}`, {}, 200)).toBe('timeout');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
