import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext, type ParamDecoratorEnhancer } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Problem, RequestBody } from '@casewire/rest';
import type { Request } from 'express';

/** The key that a request carries, with the fingerprint by which a repetition of the request is recognised. */
export interface PresentedKey {
  /** 1 to 255 printable ASCII characters. */
  readonly key: string;
  /** SHA-256 of method, path, content type, CloudEvents headers and body. */
  readonly fingerprint: Buffer;
}

const ACCEPTED = '1 to 255 printable ASCII characters';

/** Lists the header among the parameters of an operation. */
export const describeKey: ParamDecoratorEnhancer = (target, name) => {
  const descriptor = name === undefined ? undefined : Object.getOwnPropertyDescriptor(target, name);
  if (name === undefined || descriptor === undefined) return;
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: `Any text of ${ACCEPTED}. A request that is repeated with it is answered with the first one's answer and changes nothing.`,
  })(target, name, descriptor);
};

/** The `PresentedKey` of the request being handled; undefined where it carries none. */
export const CurrentIdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => presentedKey(context.switchToHttp().getRequest<Request>()),
  [describeKey],
);

/**
 * The Idempotency-Key of a request (draft-ietf-httpapi-idempotency-key-header); undefined where it carries none.
 * @throws Problem invalid-parameter for a key that cannot be used
 */
export function presentedKey(request: Request): PresentedKey | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return { key, fingerprint: fingerprint(request) };
  throw new Problem('invalid-parameter', {
    errors: [{ path: 'Idempotency-Key', message: 'cannot be used', accepted: ACCEPTED }],
  });
}

function fingerprint({ method, originalUrl, headers, body }: Request): Buffer {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  const head = [method, originalUrl, headers['content-type'] ?? null, attributes.sort()];
  return createHash('sha256')
    .update(`${JSON.stringify(head)}\n`)
    .update(body instanceof RequestBody ? body.bytes : '')
    .digest();
}
