import { generateKeyPairSync } from 'node:crypto';
import { selfSignedCertificate } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import { authSchema, shownAuth, tlsSchema, type Auth } from './auth-schemas.ts';

const { certificate, key } = selfSignedCertificate('client.example');
const expired = selfSignedCertificate('old.example', new Date('2020-01-15'));
const tokenUrl = 'https://id.example/token';
const secretClient = { tokenUrl, clientId: 'c', clientSecret: 's' };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const rsaPem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
const encrypted = rsa
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' })
  .toString();

function problemsOf(schema: typeof authSchema | typeof tlsSchema, value: unknown): [string, string][] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
}

describe('the credentials of a webhook', () => {
  it.each<[string, object]>([
    ['a client certificate alone', { mtls: { certificate, privateKey: key } }],
    ['a token beside it', { bearer: { token: 'abc' }, mtls: { certificate, privateKey: key } }],
    [
      'a client secret',
      { oauth2: { ...secretClient, clientAuthentication: 'client_secret_post', scope: 'a b' } },
    ],
    [
      'an assertion',
      { oauth2: { tokenUrl, clientId: 'c', privateKeyJwt: { key: rsaPem, algorithm: 'PS256' } } },
    ],
  ])('can be %s', (_what, auth) => {
    expect(problemsOf(authSchema, auth)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['', {}, 'names no kind'],
    ['', { bearer: { token: 'abc' }, oauth2: secretClient }, 'several'],
    ['mtls.privateKey', { mtls: { certificate } }, 'expected string'],
    ['mtls.privateKey', { mtls: { certificate, privateKey: expired.key } }, 'does not belong'],
    ['mtls.privateKey', { mtls: { certificate, privateKey: 'abc' } }, 'is not a private key'],
    [
      'mtls.privateKey',
      { mtls: { certificate, privateKey: encrypted, passphrase: 'no' } },
      'cannot be opened',
    ],
    ['mtls.certificate', { mtls: { certificate: 'abc', privateKey: key } }, 'holds no certificate'],
    [
      'mtls.certificate',
      { mtls: { certificate: expired.certificate, privateKey: expired.key } },
      'expired at 2020',
    ],
    ['oauth2', { oauth2: { tokenUrl, clientId: 'c' } }, 'names no way'],
    ['oauth2', { oauth2: { ...secretClient, privateKeyJwt: { key: rsaPem, algorithm: 'RS256' } } }, 'or two'],
    [
      'oauth2.privateKeyJwt.key',
      { oauth2: { tokenUrl, clientId: 'c', privateKeyJwt: { key: rsaPem, algorithm: 'ES256' } } },
      'no key for',
    ],
    [
      'oauth2.privateKeyJwt.key',
      { oauth2: { tokenUrl, clientId: 'c', privateKeyJwt: { key: 'abc', algorithm: 'ES256' } } },
      'is not a private key',
    ],
  ])('are refused by %s of %#', (path, auth, message) => {
    expect(problemsOf(authSchema, auth)).toEqual([[path, expect.stringContaining(message)]]);
  });

  it('are shown without anything secret', () => {
    const auth = authSchema.parse({ oauth2: secretClient, mtls: { certificate, privateKey: key } });
    expect(shownAuth(auth)).toEqual({
      oauth2: { tokenUrl, clientId: 'c', clientAuthentication: 'client_secret_basic' },
      mtls: {
        subject: 'CN=client.example',
        expiresAt: expect.stringMatching(/Z$/),
        fingerprint: expect.stringMatching(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      },
    });
    const assertion: Auth = {
      oauth2: { tokenUrl, clientId: 'c', privateKeyJwt: { key: rsaPem, algorithm: 'RS256' } },
    };
    expect(JSON.stringify(shownAuth(assertion))).not.toContain('PRIVATE KEY');
  });
});

describe('the TLS of a webhook', () => {
  it('takes several authorities, and a version', () => {
    const bundle = certificate + selfSignedCertificate('b.example').certificate;
    expect(problemsOf(tlsSchema, { certificateAuthorities: bundle, minVersion: '1.3' })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['', {}, 'names nothing'],
    ['certificateAuthorities', { certificateAuthorities: key }, 'holds no certificate'],
    [
      'certificateAuthorities',
      { certificateAuthorities: certificate + expired.certificate },
      'expired at 2020',
    ],
    ['minVersion', { minVersion: '1.1' }, 'expected one of'],
  ])('is refused by %s of %#', (path, tls, message) => {
    expect(problemsOf(tlsSchema, tls)).toEqual([[path, expect.stringContaining(message)]]);
  });
});
