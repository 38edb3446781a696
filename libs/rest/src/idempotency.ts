import { createHash } from 'node:crypto';
import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { catchError, concatMap, from, of, type Observable } from 'rxjs';
import { Problem } from './problem.ts';
import { RequestBody } from './request-body.ts';

/** An answer as it is kept for repetitions of its request. It may hold secrets: stores encrypt it. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The key of a request, with what tells a repetition of it from another request. */
export interface IdempotencyKey {
  /** 1 to 255 printable ASCII characters. */
  readonly key: string;
  /** SHA-256 of method, path and body. */
  readonly fingerprint: Buffer;
}

/** What is known about a key when a request arrives with it. */
export type IdempotencyClaim =
  /** Nobody used it: the caller now holds it. */
  | { readonly kind: 'new' }
  /** Another request holds it. */
  | { readonly kind: 'in-progress' }
  /** It belongs to a request with another fingerprint. */
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'finished'; readonly response: StoredResponse };

/** Where keys are kept, for at least 24 hours. A holder that disappears must not hold its key for ever. */
export interface IdempotencyStore {
  /** @param scope whose key it is @param fingerprint SHA-256 of method, path and body */
  begin(scope: string, key: string, fingerprint: Buffer): Promise<IdempotencyClaim>;
  finish(scope: string, key: string, response: StoredResponse): Promise<void>;
  /** The request failed: the key may be used again. */
  release(scope: string, key: string): Promise<void>;
}

/** Headers of an answer that are part of its meaning. */
const storedHeaders = ['etag', 'location', 'content-type'];

/** A handler that keeps the promise itself, in the transaction of what it does: the interceptor leaves it alone. */
export const OwnIdempotency = Reflector.createDecorator<boolean>({ transform: () => true });

/** The `IdempotencyKey` of the request being handled; undefined where it carries none. */
export const CurrentIdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  idempotencyKeyOf(context.switchToHttp().getRequest<Request>()),
);

/**
 * Answers a repeated POST with the first one's answer (draft-ietf-httpapi-idempotency-key-header). A request that
 * fails, by its own fault or ours, gives its key back.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  readonly #reflector = new Reflector();
  readonly #store: IdempotencyStore;
  readonly #scopeOf: (request: Request) => string;

  /** @param scopeOf whose keys those of a request are, for instance tenant and environment */
  constructor(store: IdempotencyStore, scopeOf: (request: Request) => string) {
    this.#store = store;
    this.#scopeOf = scopeOf;
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    if (request.method !== 'POST' || this.#reflector.get(OwnIdempotency, context.getHandler())) {
      return next.handle();
    }
    const presented = idempotencyKeyOf(request);
    if (presented === undefined) return next.handle();
    const { key, fingerprint } = presented;
    const scope = this.#scopeOf(request);
    const claim = await this.#store.begin(scope, key, fingerprint);
    switch (claim.kind) {
      case 'in-progress':
        throw new Problem('idempotency-key-in-progress', { headers: { 'retry-after': '1' } });
      case 'mismatch':
        throw new Problem('idempotency-key-reused');
      case 'finished':
        response
          .status(claim.response.status)
          .set({ ...claim.response.headers, 'idempotency-replayed': 'true' });
        return of(claim.response.body);
      case 'new':
        return next.handle().pipe(
          concatMap(async (body: unknown) => {
            await this.#store.finish(scope, key, toStored(response, body));
            return body;
          }),
          catchError((error: unknown) => from(this.#giveBack(scope, key, error))),
        );
    }
  }

  async #giveBack(scope: string, key: string, error: unknown): Promise<never> {
    await this.#store.release(scope, key);
    throw error;
  }
}

/** @throws Problem invalid-parameter for a key that cannot be used */
function idempotencyKeyOf(request: Request): IdempotencyKey | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined) return undefined;
  requireUsableKey(key);
  return { key, fingerprint: fingerprint(request) };
}

function requireUsableKey(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  throw new Problem('invalid-parameter', {
    errors: [
      { path: 'Idempotency-Key', message: 'cannot be used', accepted: '1 to 255 printable ASCII characters' },
    ],
  });
}

function fingerprint(request: Request): Buffer {
  const body: unknown = request.body;
  return createHash('sha256')
    .update(`${request.method} ${request.originalUrl}\n`)
    .update(body instanceof RequestBody ? body.bytes : '')
    .digest();
}

function toStored(response: Response, body: unknown): StoredResponse {
  const headers = storedHeaders.flatMap((name) => {
    const value = response.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { status: response.statusCode, headers: Object.fromEntries(headers), body };
}
