import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { identityOf } from '@casewire/identity';
import type { Request, Response } from 'express';
import { IdempotencyStore, type Answer, type ScopedKey } from './idempotency-store.ts';
import { describeKey, presentedKey } from './presented-key.ts';

/** Headers of an answer that are part of its meaning. */
const KEPT_HEADERS = ['etag', 'location', 'content-type'];

/** The part of a response that is kept beside its body. */
interface AnswerHead {
  statusCode: number;
  get(name: string): string | undefined;
  set(headers: Readonly<Record<string, string>>): unknown;
}

/**
 * Carries out the request being handled, once for its Idempotency-Key. A handler does all its work in one of the two
 * methods and returns the body of the answer. For a repeated request the work is not done, and the body is that of the
 * first answer. A request that fails leaves nothing behind, and its key is free for any request. Without a key, the work is
 * just done.
 */
export class Once<Transaction = unknown> {
  readonly #store: IdempotencyStore<Transaction>;
  readonly #key: ScopedKey | undefined;
  readonly #response: AnswerHead;

  constructor(store: IdempotencyStore<Transaction>, key: ScopedKey | undefined, response: AnswerHead) {
    this.#store = store;
    this.#key = key;
    this.#response = response;
  }

  /**
   * For work that PostgreSQL carries out. Key, effect and answer are committed together, so that no crash can leave an
   * effect without its answer. The work changes nothing outside the transaction, because it may be begun again.
   * @throws Problem idempotency-key-in-progress, idempotency-key-reused, and whatever the work throws
   */
  inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const key = this.#key;
    return this.#store.transactions.run(async (transaction) => {
      if (key === undefined) return work(transaction);
      const kept = await this.#store.take(transaction, key);
      if (kept !== undefined) return this.#replay(kept) as T;
      const body = await work(transaction);
      await this.#store.write(transaction, key, this.#answer(body));
      return body;
    });
  }

  /**
   * For work that is carried out elsewhere. The key is held while it runs, and the answer is stored after it. If the
   * process dies between, the same request may take the key over 60 seconds later, and the work is done again.
   * @throws Problem idempotency-key-in-progress, idempotency-key-reused, and whatever the work throws
   */
  async withHold<T>(work: () => Promise<T>): Promise<T> {
    const [store, key] = [this.#store, this.#key];
    if (key === undefined) return work();
    const kept = await store.transactions.run(async (transaction) => {
      const answer = await store.take(transaction, key);
      if (answer === undefined) await store.write(transaction, key, undefined);
      return answer;
    });
    if (kept !== undefined) return this.#replay(kept) as T;
    try {
      const body = await work();
      await store.transactions.run((transaction) => store.write(transaction, key, this.#answer(body)));
      return body;
    } catch (error) {
      await store.transactions.run((transaction) => store.release(transaction, key));
      throw error;
    }
  }

  #answer(body: unknown): Answer {
    const headers = KEPT_HEADERS.flatMap((name) => {
      const value = this.#response.get(name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return { status: this.#response.statusCode, headers: Object.fromEntries(headers), body };
  }

  /** @returns the body. The fingerprint has the path in it, so the same handler made it. */
  #replay({ status, headers, body }: Answer): unknown {
    this.#response.statusCode = status;
    this.#response.set({ ...headers, 'idempotency-replayed': 'true' });
    return body;
  }
}

@Injectable()
class OncePipe implements PipeTransform<ExecutionContext, Once> {
  readonly #store: IdempotencyStore<unknown>;

  constructor(store: IdempotencyStore<unknown>) {
    this.#store = store;
  }

  transform(context: ExecutionContext): Once {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const presented = presentedKey(request);
    const key = presented && { ...presented, scope: scopeOf(request) };
    return new Once(this.#store, key, http.getResponse<Response>());
  }
}

/** A key belongs to the API key that it came with, and to the tenant and environment that this one acts for. */
function scopeOf(request: Request): string {
  const { actor, tenantId = '', environment = '' } = identityOf(request);
  return `${actor} ${tenantId} ${environment}`;
}

const currentOnce = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context,
  [describeKey],
);

/** The `Once` of the request being handled. Every handler of a POST that changes something takes it. */
export function Idempotent(): ParameterDecorator {
  return currentOnce(OncePipe);
}
