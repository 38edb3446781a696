import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generatePrivateKey, publicKeyOf } from './key-pair.ts';
import { sign } from './sign.ts';

const run = promisify(execFile);
const secret = `whsec_${'0123456789abcdef'.repeat(4)}`;
const message = {
  id: 'msg_1',
  timestampSeconds: 1_700_000_000,
  body: Buffer.from('{"name":"çid","n":1.50}'),
};

/** SHA-256 of the body: Ballerine's golden vector. */
const golden = {
  secret: 'webhook-shared-secret',
  body: Buffer.from(
    '{"id":"11111111-1111-4111-8111-111111111111","eventName":"workflow.completed","apiVersion":"0.7.58",' +
      '"timestamp":"2024-10-24T11:42:25.000Z","correlationId":"çid/1","environment":"sandbox","data":{"url":"https://a/b"}}',
  ),
  signature: '084d99b0fca7ddb6698d14a1cefcb603f24fbee4c1bc2370ffc0a6fc231e54a5',
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casewire-openssl-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function hmac(algorithm: string, key: string, signed: Uint8Array): Promise<string> {
  const path = await file('signed', signed);
  const { stdout } = await run('openssl', [
    'dgst',
    `-${algorithm}`,
    '-mac',
    'HMAC',
    '-macopt',
    key,
    '-r',
    path,
  ]);
  return stdout.split(' ')[0] ?? '';
}

describe('openssl', () => {
  it("reproduces Ballerine's golden vector", async () => {
    expect(await hmac('sha256', `key:${golden.secret}`, golden.body)).toBe(golden.signature);
    const scheme = { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' } as const;
    const headers = sign({ ...message, scheme, secrets: [golden.secret], body: golden.body });
    expect(headers).toEqual({ 'X-HMAC-Signature': golden.signature });
  });

  it.each(['sha1', 'sha256', 'sha512'] as const)('reproduces a body signature with %s', async (algorithm) => {
    const scheme = { scheme: 'hmac-body-hex', header: 'X-Payload-Digest', algorithm } as const;
    expect(sign({ ...message, scheme, secrets: [secret] })).toEqual({
      'X-Payload-Digest': await hmac(algorithm, `key:${secret}`, message.body),
      'X-Payload-Digest-Alg': `HMAC_${algorithm.toUpperCase()}_HEX`,
    });
  });

  it('reproduces a timestamped signature with the decoded key', async () => {
    const scheme = { scheme: 'timestamped-hex', header: 'X-Webhook-Signature' } as const;
    const signed = Buffer.concat([Buffer.from('1700000000.'), message.body]);
    const signature = await hmac('sha256', `hexkey:${secret.slice('whsec_'.length)}`, signed);
    expect(sign({ ...message, scheme, secrets: [secret] })).toEqual({
      'X-Webhook-Signature': `t=1700000000,v1=${signature}`,
    });
  });

  it('verifies an ed25519 signature, and refuses one with a flipped bit', async () => {
    const privateKey = generatePrivateKey();
    const scheme = { scheme: 'standard-webhooks-ed25519' } as const;
    const headers = sign({ ...message, scheme, secrets: [privateKey] });
    const signature = Buffer.from((headers['webhook-signature'] ?? '').slice('v1a,'.length), 'base64');
    const bytes = Buffer.from(publicKeyOf(privateKey).slice('whpk_'.length), 'base64');
    // RFC 8410: what stands before the 32 bytes of an ed25519 public key.
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes]);
    const key = await file('public.der', spki);
    const signed = await file('signed', Buffer.concat([Buffer.from('msg_1.1700000000.'), message.body]));
    const verification = async (name: string, content: Uint8Array) => {
      const options = ['-verify', '-pubin', '-keyform', 'DER', '-inkey', key, '-rawin'];
      const sigfile = await file(name, content);
      return run('openssl', ['pkeyutl', ...options, '-in', signed, '-sigfile', sigfile]);
    };
    expect((await verification('genuine', signature)).stdout).toContain('Signature Verified Successfully');
    signature[0] = (signature[0] ?? 0) ^ 1;
    await expect(verification('forged', signature)).rejects.toThrow('pkeyutl');
  });
});
