import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { startReceiver, type Behaviour, type ReceivedRequest, type Receiver } from '@casewire/testing';
import { Webhook } from 'standardwebhooks';
import type { Receipt } from './checker.ts';
import type { Trouble } from './kinds.ts';
import { eventIdOf } from './load.ts';

/** Receivers of all tenants of a run, on loopback. */
export interface Receivers {
  /** Of the good tenants: it answers at once. A stream's webhook has the stream's name as its path. */
  readonly goodUrl: string;
  /** Of the troubled tenant. */
  readonly troubledUrl: string;
  /** Of hostile tenants: nothing below `/dead` is answered. */
  readonly hostileUrl: string;
  /** What reached the first two, in the order of arrival. */
  readonly receipts: readonly Receipt[];
  /** Requests to where a redirect pointed: nobody may follow it. */
  followedRedirects(): number;
  /** Names the secret of a stream's webhook. */
  expectSecret(stream: string, secret: string): void;
  /** How the troubled receiver answers from now on; undefined: well. */
  trouble(trouble: Trouble | undefined): void;
  close(): Promise<void>;
}

const HUGE_BYTES = 100 * 1024 * 1024;
const DRIP_MS = 200;

export async function startReceivers(): Promise<Receivers> {
  const receipts: Receipt[] = [];
  const verifiers = new Map<string, Webhook>();
  const record = (request: ReceivedRequest): void => {
    const stream = request.url.slice(1);
    const verifier = verifiers.get(stream);
    receipts.push({
      stream,
      eventId: eventIdOf(request.body) ?? '',
      receivedAt: request.receivedAt,
      isGenuine: verifier !== undefined && isGenuine(verifier, request),
    });
  };
  let followed = 0;
  const forbidden = await startReceiver({ keep: false, respond: () => (followed++, {}) });
  const behaviours = behavioursOf(`${forbidden.url}/internal`);
  let current: Trouble | undefined;
  const good = await startReceiver({ keep: false, respond: (request) => (record(request), {}) });
  const troubled = await startReceiver({
    keep: false,
    respond: (request) => {
      record(request);
      return current === undefined ? {} : behaviours[current]();
    },
  });
  const hostile = await startReceiver({
    keep: false,
    respond: ({ url }) => (url.startsWith('/dead') ? { hang: true } : {}),
  });
  const all: readonly Receiver[] = [good, troubled, hostile, forbidden];
  return {
    goodUrl: good.url,
    troubledUrl: troubled.url,
    hostileUrl: hostile.url,
    receipts,
    followedRedirects: () => followed,
    expectSecret: (stream, secret) => {
      verifiers.set(stream, new Webhook(secret.slice('whsec_'.length)));
    },
    trouble: (trouble) => {
      current = trouble;
    },
    close: async () => {
      await Promise.all(all.map((receiver) => receiver.close()));
    },
  };
}

function isGenuine(verifier: Webhook, { body, headers }: ReceivedRequest): boolean {
  try {
    verifier.verify(body.toString(), headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

function behavioursOf(forbiddenUrl: string): Readonly<Record<Trouble, () => Behaviour>> {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  return {
    hang: () => ({ hang: true }),
    drip: () => ({ body: Readable.from(drip(), { objectMode: false }) }),
    reset: () => ({ closeConnection: true }),
    'short body': () => ({ headers: { 'content-length': '1000' }, body: 'ok', breakOff: true }),
    'huge body': () => ({
      body: Readable.from(
        Array.from({ length: HUGE_BYTES / piece.length }, () => piece),
        { objectMode: false },
      ),
    }),
    redirect: () => ({ status: 302, headers: { location: forbiddenUrl } }),
  };
}

/** A byte now and then, for ever; ends when the sender hangs up. */
async function* drip(): AsyncGenerator<string> {
  for (;;) {
    yield '.';
    await delay(DRIP_MS);
  }
}
