import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { startReceiver, type Behaviour, type ReceivedRequest, type Receiver } from '@casewire/testing';
import { Webhook } from 'standardwebhooks';
import type { Outage, Trouble } from './kinds.ts';
import { eventIdOf } from './load.ts';
import type { Receipt } from './log.ts';
import type { Stream } from './streams.ts';

/** Receivers of all tenants of a run, on loopback. */
export interface Receivers {
  /** Where the webhook of a stream sends to. */
  urlOf(stream: Stream): string;
  /** Of hostile tenants: nothing below `/dead` is answered. */
  readonly hostileUrl: string;
  /** What reached those of streams, in the order of arrival. */
  readonly receipts: readonly Receipt[];
  /** Requests to where a redirect pointed: nobody may follow it. */
  followedRedirects(): number;
  /** Names the secret of a stream's webhook. */
  expectSecret(stream: string, secret: string): void;
  /** How the troubled receiver answers from now on; undefined: well. */
  trouble(trouble: Trouble | undefined): void;
  /** How the receiver of a managed stream is away from now on; undefined: it is back. */
  leave(stream: string, outage: Outage | undefined): void;
  close(): Promise<void>;
}

const HUGE_BYTES = 100 * 1024 * 1024;
const DRIP_MS = 200;

export async function startReceivers(): Promise<Receivers> {
  const receipts: Receipt[] = [];
  const verifiers = new Map<string, Webhook>();
  const record = (request: ReceivedRequest, isTaken: boolean): void => {
    const stream = request.url.slice(1);
    const verifier = verifiers.get(stream);
    receipts.push({
      stream,
      eventId: eventIdOf(request.body) ?? '',
      invocationId: String(request.headers['webhook-id']),
      receivedAt: request.receivedAt,
      isGenuine: verifier !== undefined && isGenuine(verifier, request),
      isTaken,
    });
  };
  /** A receiver that answers at once, but for the times at which it has another behaviour. */
  const startRecording = (behaviourFor: (stream: string) => Behaviour | undefined): Promise<Receiver> =>
    startReceiver({
      keep: false,
      respond: (request) => {
        const behaviour = behaviourFor(request.url.slice(1));
        record(request, behaviour === undefined);
        return behaviour ?? {};
      },
    });
  let followed = 0;
  const forbidden = await startReceiver({ keep: false, respond: () => (followed++, {}) });
  const troubles = troublesWith(`${forbidden.url}/internal`);
  let trouble: Trouble | undefined;
  const outages = new Map<string, () => Behaviour | undefined>();
  const byRole: Readonly<Record<Stream['role'], Receiver>> = {
    steady: await startRecording(() => undefined),
    managed: await startRecording((stream) => outages.get(stream)?.()),
    troubled: await startRecording(() => trouble && troubles[trouble]()),
  };
  const hostile = await startReceiver({
    keep: false,
    respond: ({ url }) => (url.startsWith('/dead') ? { hang: true } : {}),
  });
  const all: readonly Receiver[] = [...Object.values(byRole), hostile, forbidden];
  return {
    urlOf: ({ name, role }) => `${byRole[role].url}/${name}`,
    hostileUrl: hostile.url,
    receipts,
    followedRedirects: () => followed,
    expectSecret: (stream, secret) => {
      verifiers.set(stream, new Webhook(secret.slice('whsec_'.length)));
    },
    trouble: (kind) => {
      trouble = kind;
    },
    leave: (stream, outage) => {
      if (outage === undefined) outages.delete(stream);
      else outages.set(stream, behaviourIn(outage));
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

function troublesWith(forbiddenUrl: string): Readonly<Record<Trouble, () => Behaviour>> {
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

/** How long a receiver asks to be left alone, in seconds. */
const RETRY_AFTER = '3';

/** Of a receiver that is away. Undefined for a request that it takes. */
function behaviourIn(outage: Outage): () => Behaviour | undefined {
  const overload: Behaviour = { status: 503 };
  let asked = 0;
  const behaviours: Readonly<Record<Outage, () => Behaviour | undefined>> = {
    overloaded: () => overload,
    'half overloaded': () => (asked++ % 2 === 0 ? overload : undefined),
    'asks to wait': () => ({ status: 429, headers: { 'retry-after': RETRY_AFTER } }),
    unreachable: () => ({ closeConnection: true }),
    silent: () => ({ hang: true }),
  };
  return behaviours[outage];
}

/** A byte now and then, for ever; ends when the sender hangs up. */
async function* drip(): AsyncGenerator<string> {
  for (;;) {
    yield '.';
    await delay(DRIP_MS);
  }
}
