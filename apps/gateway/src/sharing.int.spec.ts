import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { IDENTITY_HEADER } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { hashApiKey } from '@casewire/subscription-store';
import { eventually, insertTenant } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { adminKey, startGateway, startOddService, startStandIn } from './gateway.fixture.ts';

const database = useDatabase();
const subscriptions = useResource(() => startStandIn('/v1/webhooks'), {
  close: (service) => service.stop(),
  per: 'test',
});
/** Connections that tests have made. */
const sockets = new Set<Socket>();

/** A gateway of which a test says what is different. It waits for its clients when it closes, so they leave first. */
async function gatewayWith(environment: Record<string, string>, logger?: Parameters<typeof startGateway>[1]) {
  const gateway = await startGateway(
    { DATABASE_URL: database.url, CASEWIRE_SUBSCRIPTIONS_URL: subscriptions.url, ...environment },
    logger,
  );
  return {
    url: gateway.url,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await gateway.stop();
    },
  };
}

beforeAll(async () => {
  await insertTenant(database.pool, 'acme');
  await insertTenant(database.pool, 'globex');
  await database.pool.query(
    `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, scopes, key_hash)
     VALUES (gen_random_uuid(), 'acme', 'sandbox', '{read,write}', $1),
            (gen_random_uuid(), 'globex', 'production', '{read,write}', $2)`,
    [hashApiKey('acme-key'), hashApiKey('globex-key')],
  );
});

function call(url: string, key: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/v1/webhooks`, { ...init, headers: { authorization: `Bearer ${key}` } });
}

/** What a client on a raw connection has received. */
interface RawClient {
  readonly socket: Socket;
  readonly answer: () => string;
}

/** Sends the head of a POST and the beginning of its body, and no more. */
async function beginUpload(
  url: string,
  key: string,
  length: number,
  begun: string | Buffer,
): Promise<RawClient> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  sockets.add(socket);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST /v1/webhooks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
  );
  socket.write(begun);
  return { socket, answer: () => Buffer.concat(chunks).toString('latin1') };
}

function beginUploads(count: number, url: string, key: string): Promise<RawClient[]> {
  return Promise.all(Array.from({ length: count }, () => beginUpload(url, key, 1000, '{')));
}

describe('300 uploads of a tenant that do not go on', () => {
  it('reach no service, and delay no other tenant', async () => {
    const asked: (string | undefined)[] = [];
    await using service = await startOddService(({ method }, response) => {
      asked.push(method);
      response.end();
    });
    await using gateway = await gatewayWith({ CASEWIRE_SUBSCRIPTIONS_URL: service.url });
    const uploads = await beginUploads(300, gateway.url, 'acme-key');
    const startedAt = performance.now();
    const keys = Array.from({ length: 21 }, (_, index) => (index === 0 ? 'acme-key' : 'globex-key'));
    const answers = await Promise.all(keys.map((key) => call(gateway.url, key)));
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(asked).toEqual(keys.map(() => 'GET'));
    expect(uploads.filter(({ answer }) => answer() !== '')).toEqual([]);
  });

  it('end with 408 when their time is over', async () => {
    await using gateway = await gatewayWith({ CASEWIRE_UPLOAD_TIMEOUT_MS: '300' });
    const uploads = await beginUploads(300, gateway.url, 'acme-key');
    await eventually(() => {
      for (const { answer, socket } of uploads) {
        expect(answer()).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request-timeout"/);
        expect(socket.closed || socket.readableEnded).toBe(true);
      }
    });
    expect(subscriptions.received).toEqual([]);
  });

  it('beyond its share are answered 503 with Retry-After, and never 401', async () => {
    await using gateway = await gatewayWith({ CASEWIRE_OPEN_REQUESTS: '100' });
    const uploads = await beginUploads(300, gateway.url, 'acme-key');
    await eventually(() => {
      expect(uploads.filter(({ answer }) => answer() !== '')).toHaveLength(225);
    });
    for (const { answer } of uploads.filter(({ answer: of }) => of() !== '')) {
      expect(answer()).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n[^]*"code":"overloaded"/i);
    }
    const [other] = await beginUploads(1, gateway.url, 'globex-key');
    other?.socket.write(`"a":1}${' '.repeat(993)}`);
    await eventually(() => {
      expect(other?.answer()).toMatch(/^HTTP\/1\.1 200 /);
    });
  });
});

describe('uploads whose clients go away', () => {
  it.each([
    ['before they are passed on', 1_000, 1],
    ['when they are passed on', 1_000_000, 300_000],
  ])('%s make room for others, with a line each that is no error', async (_when, length, begun) => {
    const lines: { level: string; msg: string }[] = [];
    const destination = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]) };
    const logger = createLogger({ name: 'gateway', level: 'info', destination });
    let open = 0;
    await using service = await startOddService((request, response) => {
      open += 1;
      request.resume().once('end', () => response.end());
      response.once('close', () => (open -= 1));
    });
    // Stopped before its lines are judged.
    {
      await using gateway = await gatewayWith(
        { CASEWIRE_OPEN_REQUESTS: '40', CASEWIRE_SUBSCRIPTIONS_URL: service.url },
        logger,
      );
      const upload = () => beginUpload(gateway.url, 'acme-key', length, Buffer.alloc(begun, 'a'));
      const first = await Promise.all(Array.from({ length: 30 }, upload));
      await eventually(() => {
        expect(open).toBe(begun === 1 ? 0 : 30);
      });
      for (const { socket } of first) socket.destroy();
      await eventually(() => {
        expect([lines.filter(({ msg }) => msg.includes('went away')).length, open]).toEqual([30, 0]);
      });
      const second = await Promise.all(Array.from({ length: 30 }, upload));
      for (const { socket } of second) socket.write(Buffer.alloc(length - begun, 'a'));
      await eventually(() => {
        for (const { answer } of second) expect(answer()).toMatch(/^HTTP\/1\.1 200 /);
      });
    }
    expect(new Set(lines.map(({ level }) => level))).toEqual(new Set(['info']));
    expect(JSON.stringify(lines)).not.toContain('stack');
  });
});

describe('an upload', () => {
  it('gets its identity when it is passed on, not when it arrived', async () => {
    await using gateway = await gatewayWith({});
    const upload = await beginUpload(gateway.url, 'acme-key', 10, '{');
    const arrivedAt = Math.floor(Date.now() / 1000);
    await eventually(() => {
      expect(Math.floor(Date.now() / 1000)).toBeGreaterThan(arrivedAt);
    });
    upload.socket.write('"a":1234}');
    await eventually(() => {
      expect(subscriptions.received).toHaveLength(1);
    });
    const [, payload = ''] = String(subscriptions.received[0]?.headers[IDENTITY_HEADER]).split('.');
    const { iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iat: number };
    expect(iat).toBeGreaterThan(arrivedAt);
    expect(subscriptions.received[0]?.body).toBe('{"a":1234}');
  });

  it('larger than 64 KiB is passed on when it flows, byte for byte', async () => {
    await using gateway = await gatewayWith({});
    const body = Buffer.alloc(1_000_000, 'abcdefghij');
    const upload = await beginUpload(gateway.url, 'acme-key', body.length, body.subarray(0, 300_000));
    upload.socket.write(body.subarray(300_000));
    await eventually(() => {
      expect(subscriptions.received).toHaveLength(1);
    });
    expect(subscriptions.received[0]?.body === body.toString()).toBe(true);
  });

  it('that stops after it was passed on ends with 408 too, at the service as well', async () => {
    const states: string[] = [];
    await using slow = await startOddService((request) => {
      states.push('begun');
      request
        .on('error', () => undefined)
        .on('close', () => states.push('closed'))
        .resume();
    });
    await using gateway = await gatewayWith({
      CASEWIRE_SUBSCRIPTIONS_URL: slow.url,
      CASEWIRE_UPLOAD_TIMEOUT_MS: '500',
    });
    const upload = await beginUpload(gateway.url, 'acme-key', 1_000_000, Buffer.alloc(300_000, 'a'));
    await eventually(() => {
      expect(upload.answer()).toMatch(/^HTTP\/1\.1 408 /);
      expect(states).toEqual(['begun', 'closed']);
    });
  });
});

describe('requests to a service that does not answer', () => {
  it('are limited for each key, and others and the operator find room', async () => {
    let open = 0;
    await using hanging = await startOddService((_request, response) => {
      open += 1;
      response.once('close', () => (open -= 1));
    });
    await using gateway = await gatewayWith({
      CASEWIRE_SUBSCRIPTIONS_URL: hanging.url,
      CASEWIRE_OPEN_REQUESTS: '16',
    });
    const ask = (key: string) => beginUpload(gateway.url, key, 0, '');
    const asked = await Promise.all(Array.from({ length: 40 }, () => ask('acme-key')));
    await eventually(() => {
      const answers = asked.map(({ answer }) => answer()).filter((answer) => answer !== '');
      expect([open, answers.length]).toEqual([12, 28]);
      for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    });
    await Promise.all([ask('globex-key'), ask(adminKey)]);
    await eventually(() => {
      expect(open).toBe(14);
    });
    for (const { socket } of asked) socket.destroy();
    await eventually(() => {
      expect(open).toBe(2);
    });
  });
});

describe('a flood of wrong keys from one address', () => {
  it('keeps no valid key from being let in', async () => {
    await using gateway = await gatewayWith({ CASEWIRE_AUTH_FAILURES_PER_MINUTE: '30' });
    const wrong = Array.from({ length: 200 }, (_, index) => call(gateway.url, `wrong-${index}`));
    const valid = ['acme-key', 'globex-key', adminKey].map((key) => call(gateway.url, key));
    expect((await Promise.all(valid)).map(({ status }) => status)).toEqual([200, 200, 200]);
    const statuses = (await Promise.all(wrong)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect((await call(gateway.url, 'acme-key')).status).toBe(200);
  });
});
