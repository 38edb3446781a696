import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeReleaseOutcome, type DeliveryMetadata, type ReleaseOutcome } from '@casewire/events';
import { HttpError, type HttpResponse } from '@casewire/http-client';
import type { OutgoingRecord, Settlement } from '@casewire/kafka';
import { createLogger } from '@casewire/observability';
import { verify } from '@casewire/signing';
import type { DeliveryTarget } from '@casewire/subscription-store';
import { AttemptSender } from './attempt-sender.ts';
import { Deliverer } from './deliverer.ts';
import { Lanes } from './lanes.ts';
import { OutcomePublisher } from './outcome-publisher.ts';
import {
  acceptedAt,
  answerOf,
  batchOf,
  deliveryOf,
  FakeHttpClient,
  keyRing,
  namedSecret,
  noInspectors,
  recordOf,
  secret,
  targetOf,
  webhookId,
} from './testing/factories.ts';

const now = acceptedAt + 40;
const clock = { now: () => now, random: () => 0.5 };
/** The clock of the lanes, which has nothing to do with the time of day. */
const laneClock = { ...clock, now: () => 7_000 };

/** All settlements of a batch, awaited. */
function settled(settlements: readonly (Settlement | Promise<Settlement>)[]): Promise<Settlement[]> {
  return Promise.all(settlements.map((settlement) => Promise.resolve(settlement)));
}

/** Headers as Node's servers show them. */
function received(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const logger = createLogger({ name: 'test', level: 'silent' });

describe('Deliverer', () => {
  let httpClient: FakeHttpClient;
  let produced: OutgoingRecord[];
  let produce: (record: OutgoingRecord) => Promise<void>;
  let targets: DeliveryTarget[];
  let cancelled: string[];
  let lanes: Lanes;
  let sut: Deliverer;

  beforeEach(() => {
    httpClient = new FakeHttpClient();
    produced = [];
    produce = (record) => {
      produced.push(record);
      return Promise.resolve();
    };
    targets = [targetOf()];
    cancelled = [];
    lanes = new Lanes(
      { maxRunning: 10, maxHeld: 3, maxHeldBytes: 1_000_000, maxWaitMs: 1000, maxStartsPerTurn: Infinity },
      laneClock,
    );
    sut = new Deliverer(
      {
        loadTargets: () =>
          Promise.resolve({
            webhooks: new Map(targets.map((target) => [target.webhookId, target])),
            cancelled: new Set(cancelled),
          }),
        keyRing,
        lanes,
        sender: new AttemptSender({ httpClient, inspectors: noInspectors, ...clock }),
        publisher: new OutcomePublisher({ send: (record) => produce(record) }, 'casewire.', logger),
      },
      { concurrencyPerWebhook: 1, logger, onOutcome: () => undefined, now: clock.now },
    );
  });

  const outcomes = (): ReleaseOutcome[] =>
    produced.map(({ value }) => decodeReleaseOutcome(value ?? Buffer.alloc(0)));

  async function deliver(overrides: Partial<DeliveryMetadata> = {}): Promise<ReleaseOutcome | undefined> {
    const settlements = await sut.deliver(batchOf([recordOf(deliveryOf(overrides))]));
    expect(await settled(settlements)).toEqual([{ kind: 'done' }]);
    return outcomes().at(-1);
  }

  it("sends the record's bytes, signed the family's way, and records the attempt", async () => {
    const outcome = await deliver({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    const [request] = httpClient.requests;
    expect(request).toMatchObject({ method: 'POST', deadlineMs: 10_000, body: Buffer.from('{"a":1}') });
    expect(request).toMatchObject({ origin: 'https://receiver.example', target: '/hooks?a=b' });
    expect(request?.headers['traceparent']).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/,
    );
    expect(
      verify({
        scheme: { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
        secrets: [secret],
        headers: received(request?.headers),
        body: Buffer.from('{"a":1}'),
        nowSeconds: now / 1000,
      }),
    ).toEqual({ ok: true });
    expect(produced[0]).toMatchObject({ topic: 'casewire.attempts.v1', key: webhookId });
    expect(outcome).toMatchObject({
      delivery: deliveryOf(),
      attempt: {
        number: 1,
        startedAt: now,
        outcome: 'delivered',
        request: { method: 'POST', url: 'https://receiver.example/hooks?a=b' },
        responseCode: 200,
        responseBody: 'ok',
      },
      next: { kind: 'done' },
    });
    expect(outcome?.attempt?.request.headers).not.toHaveProperty('X-HMAC-Signature');
  });

  it('retries what is refused, no sooner than the receiver asks', async () => {
    httpClient.answer = () => Promise.resolve(answerOf(503, { headers: { 'retry-after': '60' } }));
    expect(await deliver()).toMatchObject({
      attempt: { outcome: 'rejected', responseCode: 503 },
      next: { kind: 'retry', at: now + 60_000 },
    });
  });

  it('records why there is no answer', async () => {
    httpClient.answer = () => Promise.reject(new HttpError('dns-error', `no such host ${secret}`));
    expect(await deliver({ attempt: 2 })).toMatchObject({
      attempt: { number: 2, outcome: 'dns-error', error: 'no such host [redacted]' },
      next: { kind: 'retry', at: now + 30_000 },
    });
  });

  it("obeys the webhook's own retries, time limit and success rule", async () => {
    targets = [targetOf({ retry: 'none', timeoutMs: 500, successStatus: '200' })];
    httpClient.answer = () => Promise.resolve(answerOf(204));
    expect(await deliver()).toMatchObject({
      attempt: { outcome: 'rejected' },
      next: { kind: 'give-up', reason: 'retries-exhausted' },
    });
    expect(httpClient.requests[0]?.deadlineMs).toBe(500);
  });

  it.each([
    ['no webhook', () => (targets = []), { kind: 'give-up', reason: 'webhook-gone' }],
    ['a cancellation', () => (cancelled = [deliveryOf().invocationId]), { kind: 'cancelled' }],
    [
      'an unreadable URL',
      () => (targets = [targetOf({ url: 'nowhere' })]),
      { kind: 'give-up', reason: 'invalid-url' },
    ],
    [
      'no secret',
      () => (targets = [targetOf({ secrets: [] })]),
      { kind: 'give-up', reason: 'unusable-secret' },
    ],
    [
      'a secret of an unknown master key',
      () =>
        (targets = [targetOf({ secrets: [{ keyId: 'lost', ciphertext: Buffer.alloc(64), context: '' }] })]),
      { kind: 'defer', reason: 'secret-unavailable' },
    ],
  ])('sends nothing for %s', async (_, arrange, next) => {
    arrange();
    const outcome = await deliver();
    expect(outcome).toMatchObject({ next });
    expect(outcome).not.toHaveProperty('attempt');
    expect(httpClient.requests).toHaveLength(0);
  });

  describe('for a webhook that names secrets and the context', () => {
    const templates = {
      url: 'https://receiver.example/{entity.id}?key={secret.KEY}',
      headers: { authorization: 'Bearer {secret.KEY}', 'X-Name': '{entity.name}' },
      hasPlaceholders: true,
    };
    const placeholders = { 'entity.id': '../é', 'entity.name': '{secret.KEY}\r\nx-forged: 1' };
    const value = 'k "1"/%';

    beforeEach(() => {
      targets = [targetOf({ ...templates, namedSecrets: [namedSecret('KEY', value)] })];
    });

    it('fills them in when it sends, and shows the secrets by their names', async () => {
      const outcome = await deliver({ placeholders });
      const [request] = httpClient.requests;
      expect(request).toMatchObject({
        origin: 'https://receiver.example',
        target: '/..%2F%C3%A9?key=k%20%221%22%2F%25',
      });
      expect(request?.headers).toMatchObject({
        authorization: `Bearer ${value}`,
        'X-Name': '{secret.KEY}%0D%0Ax-forged: 1',
      });
      expect(outcome?.attempt?.request).toMatchObject({
        url: 'https://receiver.example/..%2F%C3%A9?key={secret.KEY}',
        headers: { authorization: 'Bearer {secret.KEY}', 'X-Name': '{secret.KEY}%0D%0Ax-forged: 1' },
      });
    });

    it('records nothing of what a receiver repeats', async () => {
      const spellings = [value, JSON.stringify(value), encodeURIComponent(value)];
      httpClient.answer = () =>
        Promise.resolve(
          answerOf(400, { headers: { 'x-echo': value }, body: Buffer.from(spellings.join(' ')) }),
        );
      const outcome = await deliver({ placeholders });
      expect(outcome?.attempt).toMatchObject({
        responseBody: '[redacted] "[redacted]" [redacted]',
        responseHeaders: { 'x-echo': '[redacted]' },
      });
      for (const spelling of spellings) expect(String(produced[0]?.value)).not.toContain(spelling);
    });

    it.each<[string, Partial<DeliveryTarget>, Partial<DeliveryMetadata>]>([
      ['unknown-secret: {secret.KEY}', { namedSecrets: [] }, { placeholders }],
      ['unknown-placeholder: {entity.id}', {}, {}],
      ['unknown-placeholder: {entity.id}', {}, { placeholders: { ...placeholders, 'entity.id': '..' } }],
      [
        'unknown-placeholder: {constructor}',
        { url: 'https://receiver.example/{constructor}' },
        { placeholders },
      ],
      ['invalid-url', { url: 'https://{entity.id}/' }, { placeholders }],
    ])('sends nothing: %s', async (reason, target, delivery) => {
      targets = targets.map((each) => ({ ...each, ...target }));
      const outcome = await deliver(delivery);
      expect(outcome?.next).toEqual({ kind: 'give-up', reason });
      expect(outcome).not.toHaveProperty('attempt');
      expect(httpClient.requests).toHaveLength(0);
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('sends the body by %s', async (method) => {
    targets = [targetOf({ method })];
    expect((await deliver())?.attempt?.request).toMatchObject({ method });
    expect(httpClient.requests).toMatchObject([
      { method, body: Buffer.from('{"a":1}'), headers: { 'Content-Type': 'application/json' } },
    ]);
  });

  it('sends by GET a query and no body, signs the query, and shows it with the payload alone', async () => {
    targets = [targetOf({ method: 'GET' })];
    const delivery = deliveryOf({ contentType: 'application/x-www-form-urlencoded' });
    await settled(await sut.deliver(batchOf([recordOf(delivery, 'n=1.50&b=%26')])));
    const [request] = httpClient.requests;
    expect(request).toMatchObject({ method: 'GET', target: '/hooks?a=b&n=1.50&b=%26' });
    expect(request).not.toHaveProperty('body');
    expect(request?.headers).not.toHaveProperty('Content-Type');
    expect(
      verify({
        scheme: { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
        secrets: [secret],
        headers: received(request?.headers),
        body: Buffer.from('n=1.50&b=%26'),
        nowSeconds: now / 1000,
      }),
    ).toMatchObject({ ok: true });
    expect(outcomes()[0]?.attempt?.request.url).toBe('https://receiver.example/hooks?a=b');
  });

  it('is settled only when the outcome is acknowledged', async () => {
    let acknowledge: () => void = () => undefined;
    produce = () => new Promise((resolve) => (acknowledge = resolve));
    const [settlement] = await sut.deliver(batchOf([recordOf(deliveryOf())]));
    const written = Promise.resolve(settlement).then(() => 'written');
    expect(await Promise.race([written, new Promise((resolve) => setImmediate(resolve, 'waiting'))])).toBe(
      'waiting',
    );
    acknowledge();
    expect(await written).toBe('written');
  });

  it('dead-letters what is no delivery and goes on with the others', async () => {
    const good = recordOf(deliveryOf());
    const settlements = await sut.deliver(
      batchOf([
        { ...good, headers: {} },
        { ...good, value: null },
        recordOf(deliveryOf({ family: 'unheard' })),
        good,
      ]),
    );
    expect(await settled(settlements)).toMatchObject([
      { kind: 'dead-letter', reason: 'malformed-record' },
      { kind: 'dead-letter', reason: 'malformed-record' },
      { kind: 'dead-letter', reason: 'malformed-record' },
      { kind: 'done' },
    ]);
    expect(httpClient.requests).toHaveLength(1);
  });

  it('starts nothing for a partition that was lost since', async () => {
    const answers: ((response: HttpResponse) => void)[] = [];
    httpClient.answer = () => new Promise((resolve) => answers.push(resolve));
    let owned = true;
    const records = [recordOf(deliveryOf()), recordOf(deliveryOf())];
    const settlements = await sut.deliver(batchOf(records, { isOwned: () => owned }));
    owned = false;
    answers[0]?.(answerOf(200));
    expect(await settled(settlements)).toEqual([{ kind: 'done' }, { kind: 'abandoned' }]);
    expect(httpClient.requests).toHaveLength(1);
  });

  it('sends nothing of what was interrupted and holds up its partition', async () => {
    const records = [recordOf(deliveryOf()), recordOf(deliveryOf())];
    const settlements = await sut.deliver(
      batchOf(records, { isStraggler: (record) => record === records[0] }),
    );
    expect(await settled(settlements)).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(httpClient.requests).toHaveLength(1);
    expect(outcomes()[0]).toMatchObject({ next: { kind: 'defer', reason: 'interrupted' } });
  });

  it.each([
    ['paused', { status: 'paused', pause: 2 }, { kind: 'defer', hold: { kind: 'pause', number: 2 } }],
    [
      'found to be unavailable',
      { opening: { hold: { kind: 'breaker', number: 3 }, probe: null } },
      { kind: 'defer', hold: { kind: 'breaker', number: 3 } },
    ],
    ['disabled', { status: 'disabled', statusReason: 'gone' }, { kind: 'give-up', reason: 'gone' }],
  ] as const)(
    'sends nothing of what waits in its lane when its webhook was %s meanwhile, as the next batch tells',
    async (_what, change, next) => {
      const answers: ((response: HttpResponse) => void)[] = [];
      httpClient.answer = () => new Promise((resolve) => answers.push(resolve));
      const settlements = await sut.deliver(
        batchOf([1, 2].map((release) => recordOf(deliveryOf({ release })))),
      );
      targets = [targetOf(change)];
      const later = await sut.deliver(batchOf([recordOf(deliveryOf({ release: 3 }))]));
      answers[0]?.(answerOf(200));
      await settled([...settlements, ...later]);
      expect(httpClient.requests).toHaveLength(1);
      const found = outcomes().find(({ delivery: { release } }) => release === 2);
      expect(found).toMatchObject({ next });
      expect(found?.attempt).toBeUndefined();
    },
  );

  it('defers what a full lane has no room for', async () => {
    const answers: ((response: HttpResponse) => void)[] = [];
    httpClient.answer = () => new Promise((resolve) => answers.push(resolve));
    const records = [1, 2, 3].map((release) => recordOf(deliveryOf({ release })));
    const settlements = await sut.deliver(batchOf(records));
    expect(await settlements[2]).toEqual({ kind: 'done' });
    expect(outcomes()).toMatchObject([
      { delivery: { release: 3 }, next: { kind: 'defer', reason: 'lane-full' } },
    ]);
    expect(outcomes()[0]?.next).toMatchObject({ at: now + 2000 });
  });

  it('abandons what waits when the process closes, and finishes what was sent', async () => {
    const answers: ((response: HttpResponse) => void)[] = [];
    httpClient.answer = () => new Promise((resolve) => answers.push(resolve));
    const closing = new AbortController();
    const records = [recordOf(deliveryOf()), recordOf(deliveryOf())];
    const settlements = await sut.deliver(batchOf(records, { signal: closing.signal }));
    closing.abort();
    expect(await settlements[1]).toEqual({ kind: 'abandoned' });
    answers[0]?.(answerOf(200));
    expect(await settlements[0]).toEqual({ kind: 'done' });
  });

  it('fails the batch when the targets cannot be read', async () => {
    sut = new Deliverer(
      {
        loadTargets: () => Promise.reject(new Error('the database is away')),
        keyRing,
        lanes,
        sender: new AttemptSender({ httpClient, inspectors: noInspectors, ...clock }),
        publisher: new OutcomePublisher({ send: produce }, 'casewire.', logger),
      },
      { concurrencyPerWebhook: 1, logger, onOutcome: () => undefined, now: clock.now },
    );
    await expect(sut.deliver(batchOf([recordOf(deliveryOf())]))).rejects.toThrow('the database is away');
  });
});
