import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createHttpClient, targetRule } from '@casewire/http-client';
import { eventually, type ReceivedRequest } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import { Exchanges, type MadeExchange } from './exchanges.ts';
import { endpointOf, sealedCredentials, targetOf } from './testing/factories.ts';
import type { OAuth2Settings } from './token-request.ts';

const receiver = useReceiver({ per: 'test' });
const tokenServer = useReceiver({ per: 'test' });
const clock = { now: 1_790_000_000_000 };
/** A client of its own for each test, which keeps no tokens of the others. */
const sending = useResource(
  () => {
    const httpClient = createHttpClient({ target: targetRule(['127.0.0.0/8']) });
    return { httpClient, exchanges: new Exchanges(httpClient, () => clock.now) };
  },
  { close: ({ httpClient }) => httpClient.close(), per: 'test' },
);

function settings(overrides: Partial<OAuth2Settings> = {}): OAuth2Settings {
  const tokenUrl = `${tokenServer.url}/token?realm=a`;
  return { tokenUrl, clientId: 'casewire', clientSecret: 'correct horse', ...overrides };
}

async function send(oauth2 = settings(), timeoutMs = 5_000): Promise<MadeExchange> {
  const endpoint = endpointOf(targetOf({ credentials: sealedCredentials({ oauth2 }) }));
  const sent = { method: 'POST', origin: receiver.url, target: '/', headers: { Authorization: 'Bearer ' } };
  const addressed = { sent: { ...sent, body: Buffer.from('{}') }, client: sending.httpClient };
  return sending.exchanges.make(addressed, endpoint, timeoutMs);
}

function answersToken(token: string, more: object = {}) {
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: 3600, ...more }),
  };
}

const authorizations = () => receiver.requests.map(({ headers }) => headers.authorization);
const formOf = ({ body }: ReceivedRequest) => Object.fromEntries(new URLSearchParams(body.toString()));

/** Gives the tokens t-1, t-2, ... */
function giveTokens(more: object = {}): void {
  tokenServer.respond((_request, index) => answersToken(`t-${index + 1}`, more));
}

describe('an exchange with an access token', () => {
  it('asks for one by client credentials, once for all that need it at the same time', async () => {
    giveTokens();
    const made = await Promise.all(
      Array.from({ length: 10 }, () => send(settings({ scope: 'hooks', audience: 'a' }))),
    );
    expect(made.every(({ exchange }) => exchange.kind === 'answered')).toBe(true);
    expect(new Set(authorizations())).toEqual(new Set(['Bearer t-1']));
    expect(tokenServer.requests).toHaveLength(1);
    const [asked] = tokenServer.requests;
    expect(asked).toMatchObject({ method: 'POST', url: '/token?realm=a' });
    expect(asked?.headers.authorization).toBe(
      `Basic ${Buffer.from('casewire:correct+horse').toString('base64')}`,
    );
    expect(asked && formOf(asked)).toEqual({
      grant_type: 'client_credentials',
      scope: 'hooks',
      audience: 'a',
    });
  });

  it('sends the client secret in the form where the server wants that', async () => {
    giveTokens();
    await send(settings({ clientAuthentication: 'client_secret_post' }));
    const [asked] = tokenServer.requests;
    expect(asked?.headers.authorization).toBeUndefined();
    expect(asked && formOf(asked)).toMatchObject({ client_id: 'casewire', client_secret: 'correct horse' });
  });

  it.each([
    ['RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['PS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ES384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['EdDSA', () => generateKeyPairSync('ed25519')],
  ] as const)('authenticates by an assertion that it signs with %s', async (algorithm, generate) => {
    giveTokens();
    const key = generate().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { clientSecret: _none, ...client } = settings();
    await send({ ...client, privateKeyJwt: { key, algorithm, keyId: 'k-1' } });
    const { client_assertion: assertion = '', client_assertion_type } =
      tokenServer.requests.map(formOf)[0] ?? {};
    expect(client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(assertion, createPublicKey(key), {
      issuer: 'casewire',
      subject: 'casewire',
      audience: client.tokenUrl,
    });
    expect(protectedHeader).toMatchObject({ alg: algorithm, kid: 'k-1' });
    expect(payload.jti).toEqual(expect.any(String));
  });

  it('keeps a token until shortly before it expires', async () => {
    giveTokens({ expires_in: 100 });
    await send();
    clock.now += 89_000;
    await send();
    clock.now += 2_000;
    await send();
    expect(authorizations()).toEqual(['Bearer t-1', 'Bearer t-1', 'Bearer t-2']);
  });

  it('renews a token that the receiver refuses, sends once more, and does so no second time', async () => {
    giveTokens();
    await send();
    receiver.respond(({ headers }) => ({ status: headers.authorization === 'Bearer t-1' ? 401 : 200 }));
    expect(await send()).toMatchObject({ exchange: { response: { status: 200 } }, tokens: ['t-1', 't-2'] });
    receiver.respond(() => ({ status: 401 }));
    for (let sent = 0; sent < 3; sent += 1) {
      expect(await send()).toMatchObject({ exchange: { response: { status: 401 } }, tokens: ['t-2'] });
    }
    expect(authorizations()).toEqual(
      ['t-1', 't-1', 't-2', 't-2', 't-2', 't-2'].map((text) => `Bearer ${text}`),
    );
    clock.now += 11_000;
    await send();
    expect(tokenServer.requests).toHaveLength(3);
  });

  it('asks anew with settings that were edited', async () => {
    giveTokens();
    await send();
    await send(settings({ clientSecret: 'another secret' }));
    expect(authorizations()).toEqual(['Bearer t-1', 'Bearer t-2']);
  });

  it.each<[string, object, string]>([
    [
      'refuses the client',
      { status: 401, body: '{"error":"invalid_client","error_description":"correct horse"}' },
      'the token endpoint answered 401: invalid_client',
    ],
    [
      'asks for other credentials',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="a"' } },
      'the token endpoint answered 401',
    ],
    ['answers no JSON', { status: 200, body: 'correct horse' }, 'the token endpoint answered, but no token'],
    ['fails', { status: 500, body: 'oops' }, 'the token endpoint answered 500, but no token'],
    [
      'sends elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      'the token endpoint answered 302, but no token',
    ],
    [
      'gives a token that is no text for a header',
      answersToken('a\r\nb'),
      'the token cannot stand in a header',
    ],
    ['hangs up', { closeConnection: true }, 'the token endpoint closed the connection before it answered'],
  ])('sends nothing where the token endpoint %s, and says so', async (_what, behaviour, message) => {
    tokenServer.respond(() => ({ headers: { 'content-type': 'application/json' }, ...behaviour }));
    const { exchange } = await send();
    expect(exchange).toMatchObject({ kind: 'failed', code: 'no-access-token', message });
    expect(receiver.requests).toHaveLength(0);
  });

  it('asks once a second at most where there is no token', async () => {
    tokenServer.respond(() => ({ status: 503 }));
    await Promise.all([send(), send()]);
    await send();
    expect(tokenServer.requests).toHaveLength(1);
    clock.now += 1_001;
    giveTokens();
    expect(await send()).toMatchObject({ exchange: { kind: 'answered' } });
  });

  it('reaches no token endpoint that no webhook may reach', async () => {
    const { exchange } = await send(settings({ tokenUrl: 'http://10.1.2.3/token' }));
    expect(exchange).toMatchObject({ message: expect.stringContaining('is not at a public address') });
  });

  it('ends at its deadline, also while it waits for a token that others wait for longer', async () => {
    tokenServer.respond(() => ({ ...answersToken('late'), delayMs: 300 }));
    const patient = send();
    expect(await send(settings(), 50)).toMatchObject({
      exchange: { code: 'no-access-token', message: 'the token endpoint gave no token in time' },
    });
    expect(await patient).toMatchObject({ exchange: { kind: 'answered' }, tokens: ['late'] });
    await eventually(() => {
      expect(authorizations()).toEqual(['Bearer late']);
    });
  });
});
