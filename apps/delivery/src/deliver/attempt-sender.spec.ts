import { afterAll, describe, expect, it } from '@jest/globals';
import {
  decodeReleaseOutcome,
  encodeReleaseOutcome,
  type DeliveryMetadata,
  type ReleaseOutcome,
} from '@casewire/events';
import { familyNamed } from '@casewire/families';
import {
  createHttpClient,
  HttpError,
  targetRule,
  type HttpClient,
  type HttpResponse,
} from '@casewire/http-client';
import { sentUrl } from '@casewire/placeholders';
import type { DeliveryTarget } from '@casewire/subscription-store';
import { useReceiver } from '@casewire/testing/fixtures';
import fc from 'fast-check';
import { AttemptSender } from './attempt-sender.ts';
import {
  acceptedAt,
  answerOf,
  deliveryOf,
  endpointOf,
  FakeHttpClient,
  noInspectors,
  targetOf,
} from './testing/factories.ts';

const now = acceptedAt + 40;

/** Makes one attempt, as it is on record. */
async function attempt(
  httpClient: HttpClient,
  target: Partial<DeliveryTarget> = {},
  delivery: Partial<DeliveryMetadata> = {},
): Promise<ReleaseOutcome> {
  const family = familyNamed('ballerine');
  if (family === undefined) throw new Error('there is no such family');
  const sender = new AttemptSender({
    httpClient,
    inspectors: noInspectors,
    now: () => now,
    random: () => 0.5,
  });
  const sendable = { delivery: deliveryOf(delivery), family, body: Buffer.from('{}') };
  const outcome = await sender.send(sendable, endpointOf(targetOf(target)));
  return decodeReleaseOutcome(encodeReleaseOutcome(outcome));
}

const answering = (answer: HttpResponse | HttpError) =>
  new FakeHttpClient(() => (answer instanceof HttpError ? Promise.reject(answer) : Promise.resolve(answer)));

describe('AttemptSender', () => {
  it.each([
    [200, 'delivered', 'done'],
    [500, 'rejected', 'retry'],
  ])(
    'judges a %d whose body is not whole by its status, and records what was missing',
    async (status, outcome, next) => {
      const missing = 'the body ends after 2 bytes: the receiver closed the connection';
      expect(await attempt(answering(answerOf(status, { missing })))).toMatchObject({
        attempt: { outcome, responseCode: status, responseBody: 'ok', error: missing },
        next: { kind: next },
      });
    },
  );

  it('records the status of an answer whose headers did not end, which is a failure', async () => {
    const error = new HttpError('timeout', 'its headers did not end', { status: 200 });
    expect(await attempt(answering(error))).toMatchObject({
      attempt: { outcome: 'timeout', responseCode: 200, error: 'its headers did not end' },
      next: { kind: 'retry' },
    });
  });

  it('tries again after a 410, and names the version of the webhook that was answered so', async () => {
    const answered = await attempt(answering(answerOf(410)), { version: 7 });
    expect(answered).toMatchObject({ webhookVersion: 7, next: { kind: 'retry' } });
  });

  it.each([
    ['block', 'run-1', { blocks: 'run-1' }],
    ['skip', 'run-1', {}],
    ['block', undefined, {}],
  ] as const)(
    'has what it gives up block its subject, where the webhook asks for that: %s, subject %s',
    async (onGiveUp, orderingKey, blocks) => {
      const ordered = orderingKey === undefined ? {} : { orderingKey };
      const { next } = await attempt(answering(answerOf(500)), { onGiveUp, retry: 'none' }, ordered);
      expect(next).toEqual({ kind: 'give-up', reason: 'retries-exhausted', maxAttempts: 1, ...blocks });
    },
  );

  it('waits for the longest of several Retry-After', async () => {
    const response = { ...answerOf(503), headers: new Map([['retry-after', ['60', '6, 90']]]) };
    expect((await attempt(answering(response))).next).toEqual({
      kind: 'retry',
      at: now + 90_000,
      maxAttempts: 11,
      requestedSeconds: 90,
    });
  });

  it('says by which version of the webhook it sent, and when the receiver asked to be tried again', async () => {
    const response = answerOf(429, { headers: { 'retry-after': '60' } });
    expect(await attempt(answering(response), { version: 5 })).toMatchObject({
      webhookVersion: 5,
      retryAfterAt: now + 60_000,
    });
  });

  it('asks nothing for the other deliveries where a Retry-After is about the one', async () => {
    const answered = await attempt(answering(answerOf(425, { headers: { 'retry-after': '60' } })));
    expect(answered.retryAfterAt).toBeUndefined();
    expect(answered.next).toMatchObject({ kind: 'retry', requestedSeconds: 60 });
  });

  describe('of a probe', () => {
    const hold = { kind: 'breaker', number: 2 } as const;
    const target = { opening: { hold, probe: 3 } };

    it('is held again where the receiver is overloaded, gone or was not reached, and uses up no retry', async () => {
      const unreached = (['timeout', 'blocked-target', 'invalid-request'] as const).map(
        (code) => new HttpError(code, 'no answer'),
      );
      for (const answer of [answerOf(503), ...unreached])
        expect((await attempt(answering(answer), target, { probe: 3 })).next).toMatchObject({
          kind: 'defer',
          reason: 'receiver-unavailable',
          hold,
        });
      const retry = { delaysSeconds: [10, 20] };
      const later = await attempt(answering(answerOf(503)), { retry }, { attempt: 5, failedProbes: 4 });
      expect(later.next).toMatchObject({ kind: 'retry' });
      const spent = await attempt(answering(answerOf(503)), { retry }, { attempt: 5, failedProbes: 2 });
      expect(spent.next).toEqual({ kind: 'give-up', reason: 'retries-exhausted', maxAttempts: 3 });
    });

    it('is held again although its webhook wants no retries, and is given up only by an attempt that is none', async () => {
      const none = { ...target, retry: 'none' } as const;
      const probe = await attempt(answering(answerOf(503)), none, { probe: 3 });
      expect(probe.next).toMatchObject({ kind: 'defer', hold });
      const other = await attempt(answering(answerOf(503)), none, { attempt: 3, failedProbes: 2 });
      expect(other.next).toMatchObject({ kind: 'give-up', reason: 'retries-exhausted' });
    });

    it('follows the policy where the receiver has answered', async () => {
      expect((await attempt(answering(answerOf(404)), target, { probe: 3 })).next.kind).toBe('retry');
      expect((await attempt(answering(answerOf(200)), target, { probe: 3 })).next.kind).toBe('done');
    });
  });

  it('records headers of any name', async () => {
    const headers = Object.fromEntries(['__proto__', 'constructor', 'x-own'].map((name) => [name, 'a']));
    const outcome = await attempt(answering(answerOf(200, { headers })));
    expect(Object.entries(outcome.attempt?.responseHeaders ?? {})).toEqual(Object.entries(headers));
  });

  describe('over the wire', () => {
    const httpClient = createHttpClient({ target: targetRule(['127.0.0.0/8']) });
    const receiver = useReceiver();

    afterAll(() => httpClient.close());

    /** @returns the path and the query that the receiver got, which history and the webhook show too */
    async function arrives(target: string): Promise<string | undefined> {
      const url = receiver.url + target;
      const outcome = await attempt(httpClient, { url });
      expect(outcome.attempt?.outcome).toBe('delivered');
      const arrived = receiver.requests.at(-1)?.url;
      const shown = receiver.url + (arrived ?? '');
      expect([outcome.attempt?.request.url, sentUrl(url)]).toEqual([shown, shown]);
      return arrived;
    }

    it.each([
      "/h?q='a'|b",
      '/h?',
      '/a/../b/./%2e%2E//c',
      '/?ids[]=1&ids[]=2',
      '/100%',
      "/~!$&'()*+,;=:@?/?&=&&",
    ])('the path and the query %s arrive as they were given', async (target) => {
      expect(await arrives(target)).toBe(target);
    });

    it('any path and any query arrive as they were given, as far as HTTP allows', async () => {
      const text = fc.string({
        unit: fc.oneof(
          fc.constantFrom(...Array.from("/?.'|[]%&=+~;:@!$()*,")),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        ),
      });
      await fc.assert(
        fc.asyncProperty(text, async (given) => {
          const target = `/${given.replaceAll(/[#{}\\]/g, '')}`;
          const arrived = (await arrives(target)) ?? '';
          const isAllowed = (character: string) =>
            /^[\x21-\x7e]$/.test(character) && !'"<>^`'.includes(character);
          expect(arrived).toBe(
            Array.from(target, (each) => (isAllowed(each) ? each : encodeURIComponent(each))).join(''),
          );
        }),
        { numRuns: 200 },
      );
    });
  });
});
