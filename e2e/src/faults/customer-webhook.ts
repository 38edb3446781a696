import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '@casewire/client';
import { eventually, type ApiAnswer, type ApiClient } from '@casewire/testing';
import type { Invocation } from '../support/ledger.ts';
import type { ShownReplay } from './log.ts';
import type { Stream } from './streams.ts';

/** What a replay is asked for. */
export interface ReplayRequest {
  readonly status: ShownReplay['selection'];
  readonly newIds?: boolean;
  /** How far back it goes. */
  readonly seconds: number;
}

interface ReplayAnswer {
  readonly state: string;
  readonly filter: Readonly<Record<'since' | 'until', string>> & {
    readonly status: ShownReplay['selection'];
  };
  readonly newIds: boolean;
  readonly createdAt: string;
  readonly progress: Readonly<Record<'started' | 'waiting', number>>;
}

/** How long a customer goes on asking. Whatever a request needs is back before. */
const PATIENCE_MS = 120_000;

/** The webhook of a stream, as its customer handles it while things break: it asks again until there is an answer. */
export class CustomerWebhook {
  readonly stream: Stream;
  readonly #api: ApiClient;
  readonly #id: string;

  constructor(stream: Stream, api: ApiClient, id: string) {
    this.stream = stream;
    this.#api = api;
    this.#id = id;
  }

  async change(settings: object): Promise<void> {
    await insist(() => this.#api.patch(`/v1/webhooks/${this.#id}`, settings), [200]);
  }

  /** Ends a pause, and has what it has held sent. */
  async resume(): Promise<void> {
    await this.#postOnce(`/v1/webhooks/${this.#id}/resume`, { backlog: 'send' }, [200]);
  }

  /**
   * Counts what a replay would send, and then begins it.
   * @returns its id; undefined if there is nothing to send, or another replay of the webhook goes on
   */
  async beginReplay({ seconds, ...request }: ReplayRequest): Promise<string | undefined> {
    const path = `/v1/webhooks/${this.#id}/replay`;
    const body = { since: new Date(Date.now() - seconds * 1_000).toISOString(), ...request };
    const counted = await this.#postOnce<Begun>(path, { ...body, dryRun: true }, [200]);
    if (counted.body.id !== null) throw new Error(`a dry run has begun the replay ${counted.body.id}`);
    const begun = await this.#postOnce<Begun>(path, body, [200, 202, 409]);
    return begun.status === 202 ? (begun.body.id ?? undefined) : undefined;
  }

  /** Changes nothing if the replay has ended. */
  async changeReplay(id: string, request: 'pause' | 'resume' | 'cancel'): Promise<void> {
    await this.#postOnce(`/v1/replays/${id}/${request}`, undefined, [200, 409]);
  }

  async showReplay(id: string): Promise<ShownReplay> {
    const { body } = await insist(() => this.#api.get<ReplayAnswer>(`/v1/replays/${id}`), [200]);
    const { state, filter, newIds, progress } = body;
    return {
      ...{ stream: this.stream.name, id, state, newIds, selection: filter.status },
      since: Date.parse(filter.since),
      until: Date.parse(filter.until),
      createdAt: Date.parse(body.createdAt),
      started: progress.started,
      waiting: progress.waiting,
    };
  }

  /** Asks once. @returns undefined if there is no answer */
  async askHealth(): Promise<string | undefined> {
    const path = `/v1/webhooks/${this.#id}/health`;
    const answer = await this.#api.get<{ state: string }>(path).catch(() => undefined);
    return answer?.status === 200 ? answer.body.state : undefined;
  }

  /** Asks once for the oldest invocation with a status. @returns undefined if there is none, or no answer */
  async askOldest(status: string): Promise<Invocation | undefined> {
    const path = `/v1/invocations?order=asc&limit=1&status=${status}`;
    const answer = await this.#api.get<AnswerOf<'get', '/v1/invocations'>>(path).catch(() => undefined);
    return answer?.status === 200 ? answer.body.data[0] : undefined;
  }

  /** Asks once. */
  async askToCancel(invocationId: string): Promise<void> {
    await this.#api.post(`/v1/invocations/${invocationId}/cancel`).catch(() => undefined);
  }

  /** Asks until there is an answer, and has the request carried out once. */
  #postOnce<T>(path: string, body: object | undefined, expected: readonly number[]): Promise<ApiAnswer<T>> {
    const key = randomUUID();
    return insist(() => this.#api.post<T>(path, body, { 'idempotency-key': key }), expected);
  }
}

interface Begun {
  readonly id: string | null;
}

/** @throws Error if no stream has the name */
export function webhookOf(webhooks: readonly CustomerWebhook[], stream: string): CustomerWebhook {
  const webhook = webhooks.find((one) => one.stream.name === stream);
  if (webhook === undefined) throw new Error(`there is no stream ${stream}`);
  return webhook;
}

/** @throws Error for an answer that is not expected, or if there is none after two minutes */
async function insist<T>(
  send: () => Promise<ApiAnswer<T>>,
  expected: readonly number[],
): Promise<ApiAnswer<T>> {
  const answer = await eventually(
    async () => {
      const latest = await send();
      if (isNoAnswer(latest)) throw unexpected(latest);
      return latest;
    },
    { deadlineMs: PATIENCE_MS, intervalMs: 500 },
  );
  if (!expected.includes(answer.status)) throw unexpected(answer);
  return answer;
}

function isNoAnswer({ status, text }: ApiAnswer): boolean {
  return status >= 500 || status === 429 || text.includes('idempotency-key-in-progress');
}

function unexpected({ status, text }: ApiAnswer): Error {
  return new Error(`the answer was ${status}: ${text}`);
}
