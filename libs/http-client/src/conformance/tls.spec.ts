import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, selfSignedCertificate } from '@casewire/testing';
import type { TlsOptions } from 'node:tls';
import type { ReceiverTls } from '../http-client.ts';
import { startTcpServer } from './local-server.ts';
import { answer, namesFrom, TestBench } from './test-bench.ts';

const trusted = selfSignedCertificate('receiver.example');
const identity = { key: trusted.key, cert: trusted.certificate };
const ok = [answer(200, 'ok')];
const resolveName = namesFrom({
  'receiver.example': ['127.0.0.1'],
  'other.example': ['127.0.0.1'],
  'several.example': ['127.0.0.2', '127.0.0.1'],
});
const trusting = { resolveName, certificateAuthorities: [trusted.certificate] };

describe('TLS', () => {
  let bench: TestBench;

  beforeEach(() => {
    bench = new TestBench(trusting);
  });

  afterEach(() => bench.close());

  const receiver = (tls: TlsOptions = {}) => bench.raw(ok, { tls: { ...identity, ...tls } });
  const post = ({ port }: { port: number }, host = 'receiver.example') =>
    bench.post(`https://${host}:${port}/`);
  const failure = ({ port }: { port: number }, host = 'receiver.example') =>
    bench.failure(`https://${host}:${port}/`);

  it('accepts a certificate that it trusts for the name', async () => {
    expect((await post(await receiver())).status).toBe(200);
  });

  it('refuses a certificate that nobody vouches for', async () => {
    await bench.use({ resolveName });
    expect(await failure(await receiver())).toMatchObject({
      code: 'tls-error',
      message: "the receiver's certificate is self-signed",
    });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'refuses a trusted certificate for another name, again and again, by %s',
    async (version) => {
      const server = await receiver({ minVersion: version, maxVersion: version });
      for (let tried = 0; tried < 3; tried += 1) {
        expect(await failure(server, 'other.example')).toMatchObject({
          code: 'tls-error',
          message: "the receiver's certificate is for another host name",
        });
      }
    },
  );

  it('refuses a server that does not speak TLS', async () => {
    const server = await bench.server((_request, response) => response.end());
    expect(await failure(server)).toMatchObject({
      code: 'tls-error',
      message: 'the receiver does not speak TLS on this port',
    });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'says when the receiver demands a client certificate, by %s',
    async (version) => {
      const server = await receiver({
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: version,
        maxVersion: version,
      });
      expect(await failure(server)).toMatchObject({
        code: 'tls-error',
        message: expect.stringContaining('demands a client certificate'),
      });
    },
  );

  it('says so too if the receiver only closes the connection', async () => {
    const server = await bench.raw(['end'], {
      tls: { ...identity, requestCert: true, rejectUnauthorized: false },
    });
    expect(await failure(server)).toMatchObject({
      code: 'tls-error',
      message: 'the receiver asked for a client certificate and closed the connection',
    });
  });

  describe('by settings of the receiver', () => {
    const client = selfSignedCertificate('client.example');
    const clientCertificate = { certificate: client.certificate, key: client.key };
    const demanding = { requestCert: true, ca: [client.certificate] };
    const withTls = ({ port }: { port: number }, tls: ReceiverTls) =>
      bench.post(`https://receiver.example:${port}/`, { tls });
    const failureWith = ({ port }: { port: number }, tls: ReceiverTls) =>
      bench.failure(`https://receiver.example:${port}/`, { tls });

    it.each(['TLSv1.2', 'TLSv1.3'] as const)('shows the client certificate, by %s', async (version) => {
      const server = await receiver({ ...demanding, minVersion: version, maxVersion: version });
      const demanded = { message: expect.stringContaining('demands a client certificate') };
      expect(await failure(server)).toMatchObject(demanded);
      expect((await withTls(server, { id: 'client', clientCertificate })).status).toBe(200);
      expect(await failure(server)).toMatchObject(demanded);
    });

    it.each([
      ['TLSv1.2', 'during the TLS handshake'],
      ['TLSv1.3', 'when it was shown the client certificate'],
    ] as const)(
      'says when the receiver does not accept the client certificate, by %s',
      async (version, message) => {
        const server = await receiver({ ...demanding, minVersion: version, maxVersion: version });
        const { certificate, key } = selfSignedCertificate('stranger.example');
        const shown = { id: 'stranger', clientCertificate: { certificate, key } };
        expect(await failureWith(server, shown)).toMatchObject({
          code: 'tls-error',
          message: expect.stringContaining(message),
        });
      },
    );

    it('lets nobody else use the connection that it made', async () => {
      const server = await receiver({ requestCert: true, rejectUnauthorized: false });
      const certificates = ['a.example', 'b.example'].map((name) => selfSignedCertificate(name));
      for (const { certificate, key } of [...certificates, ...certificates]) {
        await withTls(server, { id: certificate, clientCertificate: { certificate, key } });
      }
      await post(server);
      await post(server);
      expect(server.connections()).toBe(3);
    });

    it('trusts its authorities and no others, whatever another webhook has trusted before', async () => {
      await bench.use({ resolveName });
      const server = await receiver();
      const own = { id: 'own', certificateAuthorities: [client.certificate + trusted.certificate] };
      const others = { id: 'others', certificateAuthorities: [client.certificate] };
      for (let round = 0; round < 2; round += 1) {
        expect((await withTls(server, own)).status).toBe(200);
        expect(await failureWith(server, others)).toMatchObject({ code: 'tls-error' });
        expect(await failure(server)).toMatchObject({ code: 'tls-error' });
      }
    });

    it('speaks no older TLS than it may', async () => {
      const server = await receiver({ maxVersion: 'TLSv1.2' });
      expect((await post(server)).status).toBe(200);
      const modern = {
        id: 'modern',
        minVersion: 'TLSv1.3',
        certificateAuthorities: [trusted.certificate],
      } as const;
      expect(await failureWith(server, modern)).toMatchObject({
        code: 'tls-error',
        message: 'the receiver does not speak TLS 1.3',
      });
      expect((await withTls(await receiver(), modern)).status).toBe(200);
    });

    it('sends nothing with certificates that cannot be used', async () => {
      const server = await receiver();
      const { key } = selfSignedCertificate('other.example');
      const broken = { id: 'broken', clientCertificate: { certificate: client.certificate, key } };
      expect(await failureWith(server, broken)).toMatchObject({ code: 'invalid-request' });
    });
  });

  it('says when the receiver speaks old TLS only', async () => {
    const server = await receiver({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' });
    expect(await failure(server)).toMatchObject({
      code: 'tls-error',
      message: expect.stringMatching(/TLS 1\.2/),
    });
  });

  it('says when the receiver closes the connection during the handshake', async () => {
    const server = await bench.keep(startTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await failure(server)).toMatchObject({
      code: 'tls-error',
      message: expect.stringContaining('during the TLS handshake'),
    });
  });

  it('takes another address if the handshake with the first one stands still', async () => {
    await bench.use({
      ...trusting,
      resolveName: namesFrom({ 'receiver.example': ['127.0.0.2', '127.0.0.1'] }),
    });
    const silent = await bench.keep(startTcpServer((socket) => socket.resume(), { address: '127.0.0.2' }));
    await bench.raw(ok, { port: silent.port, tls: identity });
    expect((await post(silent)).status).toBe(200);
    await eventually(() => {
      expect(silent.open()).toBe(0);
    });
  });

  it('notices a certificate that was exchanged, once connections are too old', async () => {
    await bench.use({ ...trusting, connectionMaxAgeMs: 300 });
    // The same keys for tickets: the server goes on to resume sessions that it began with the old certificate.
    const ticketKeys = Buffer.alloc(48, 7);
    const script = [{ write: 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n' }, 'end'] as const;
    const server = await bench.raw(script, { tls: { ...identity, ticketKeys } });
    expect((await post(server)).status).toBe(200);
    const stranger = selfSignedCertificate('receiver.example');
    server.exchangeCertificate({ key: stranger.key, cert: stranger.certificate, ticketKeys });
    expect((await post(server)).status).toBe(200);
    await eventually(async () => {
      expect(await failure(server)).toMatchObject({ code: 'tls-error' });
    });
  });

  it('gives every outcome at its deadline, in whatever phase', async () => {
    const silent = await bench.keep(startTcpServer((socket) => socket.resume()));
    const url = `https://receiver.example:${silent.port}/`;
    expect(await bench.failure(url, { deadlineMs: 150 })).toMatchObject({ code: 'timeout' });
    await eventually(() => {
      expect(silent.open()).toBe(0);
    });
  });
});
