import { eventually, selfSignedCertificate, startProxy, type ProxyOptions } from '@casewire/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTcpServer } from './local-server.ts';
import { answer, at, namesFrom, TestBench } from './test-bench.ts';

const trusted = selfSignedCertificate('receiver.example');
const resolveName = namesFrom({ 'receiver.example': ['127.0.0.1'], 'inside.example': ['10.1.2.3'] });
const ok = [answer(200, 'ok')];

describe('an egress proxy', () => {
  let bench: TestBench;

  beforeEach(() => {
    bench = new TestBench();
  });

  afterEach(() => bench.close());

  /** Has the client go through a new proxy. */
  async function throughProxy(options?: ProxyOptions, credentials = '') {
    const proxy = await bench.keep(startProxy(options));
    const url = proxy.url.replace('://', `://${credentials}`);
    await bench.use({ proxy: url, resolveName, certificateAuthorities: [trusted.certificate] });
    return proxy;
  }

  it.each(['http', 'https'])(
    'carries every connection over %s, to the address that was vetted',
    async (scheme) => {
      const proxy = await throughProxy();
      const tls = { key: trusted.key, cert: trusted.certificate };
      const server = await bench.raw(ok, scheme === 'https' ? { tls } : {});
      const url = `${scheme}://receiver.example:${server.port}/`;
      for (let sent = 0; sent < 3; sent += 1) expect((await bench.post(url)).body.toString()).toBe('ok');
      expect(proxy.asked).toEqual([{ authority: `127.0.0.1:${server.port}`, authorization: undefined }]);
      expect(server.connections()).toBe(1);
    },
  );

  it('gets its credentials, and no receiver does', async () => {
    const proxy = await throughProxy({}, 'case%40wire:pass@');
    const server = await bench.raw(ok);
    await bench.post(at(server));
    const credentials = Buffer.from('case@wire:pass').toString('base64');
    expect(proxy.asked).toMatchObject([{ authorization: `Basic ${credentials}` }]);
    expect(server.requests.join()).not.toMatch(/proxy|pass/i);
  });

  it('is not asked for addresses that no webhook may reach', async () => {
    const proxy = await throughProxy();
    expect(await bench.failure('http://inside.example/')).toMatchObject({ code: 'blocked-target' });
    expect(proxy.asked).toEqual([]);
  });

  it('still leaves the certificate of the receiver to be verified', async () => {
    await throughProxy();
    const stranger = selfSignedCertificate('receiver.example');
    const server = await bench.raw(ok, { tls: { key: stranger.key, cert: stranger.certificate } });
    expect(await bench.failure(`https://receiver.example:${server.port}/`)).toMatchObject({
      code: 'tls-error',
    });
  });

  it.each([403, 407, 502, 204])('that answers %d is told of, and nothing is sent', async (status) => {
    const proxy = await throughProxy({ answer: () => status });
    const server = await bench.raw(ok);
    expect(await bench.failure(at(server))).toEqual({
      code: 'connection-error',
      message: `the egress proxy answered ${status}`,
      status: undefined,
    });
    expect(server.connections()).toBe(0);
    await eventually(() => {
      expect(proxy.open()).toBe(0);
    });
  });

  it('that is away is told of', async () => {
    const proxy = await throughProxy();
    await proxy.close();
    expect(await bench.failure('http://receiver.example/')).toMatchObject({
      code: 'connection-error',
      message: 'the egress proxy cannot be reached',
    });
  });

  it('that says nothing is given up at the deadline, with its connection', async () => {
    const proxy = await throughProxy({ answer: () => 'hang' });
    expect(await bench.failure('http://receiver.example/', { deadlineMs: 150 })).toMatchObject({
      code: 'timeout',
    });
    await eventually(() => {
      expect(proxy.open()).toBe(0);
    });
  });

  it('is left at the deadline where the handshake behind it stands still', async () => {
    const proxy = await throughProxy();
    const silent = await bench.keep(startTcpServer((socket) => socket.resume()));
    const url = `https://receiver.example:${silent.port}/`;
    expect(await bench.failure(url, { deadlineMs: 250 })).toMatchObject({ code: 'timeout' });
    await eventually(() => {
      expect([proxy.open(), silent.open()]).toEqual([0, 0]);
    });
  });

  it('is left by a receiver that hangs up', async () => {
    const proxy = await throughProxy();
    const server = await bench.raw([{ write: 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n' }, 'end']);
    for (let sent = 0; sent < 2; sent += 1) await bench.post(at(server));
    expect(proxy.asked).toHaveLength(2);
    await eventually(() => {
      expect(proxy.open()).toBe(0);
    });
  });
});
