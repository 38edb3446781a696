import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { identityOf } from '@casewire/identity';
import type { Request, Response } from 'express';
import { IdempotencyStore, type Answer, type Outcome, type ScopedKey } from './idempotency-store.ts';
import { describeKey, presentedKey } from './presented-key.ts';

/** Headers of an answer that are part of its meaning. */
const KEPT_HEADERS = ['etag', 'location', 'content-type'];

/**
 * Carries out the request being handled, once for its Idempotency-Key. A handler does all its work in one of the two
 * methods and returns what it answers. A repeated request does no work and gets the first one's answer, with the header
 * `idempotency-replayed: true`. Without a key, the work is just done.
 */
export class Once<Transaction = unknown> {
  readonly #store: IdempotencyStore<Transaction>;
  readonly #key: ScopedKey | undefined;
  readonly #response: Response;

  constructor(store: IdempotencyStore<Transaction>, key: ScopedKey | undefined, response: Response) {
    this.#store = store;
    this.#key = key;
    this.#response = response;
  }

  /**
   * For work that PostgreSQL carries out: key, effect and answer are committed together. The work may be begun again
   * after it was rolled back, so it changes nothing outside the transaction.
   */
  async inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const outcome = await this.#store.inTransaction(this.#key, async (transaction) =>
      this.#answer(await work(transaction)),
    );
    return this.#conclude(outcome) as T;
  }

  /**
   * For work that is carried out elsewhere, and may be carried out twice if the process dies in it: see
   * `IdempotencyStore.withHold`.
   */
  async withHold<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await this.#store.withHold(this.#key, async () => this.#answer(await work()));
    return this.#conclude(outcome) as T;
  }

  #answer(body: unknown): Answer {
    const headers = KEPT_HEADERS.flatMap((name) => {
      const value = this.#response.get(name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return { status: this.#response.statusCode, headers: Object.fromEntries(headers), body };
  }

  /** @returns the body. The fingerprint has the path in it, so a kept one was made by the same handler. */
  #conclude({ answer, isRepeated }: Outcome): unknown {
    if (isRepeated) {
      this.#response.status(answer.status).set({ ...answer.headers, 'idempotency-replayed': 'true' });
    }
    return answer.body;
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
