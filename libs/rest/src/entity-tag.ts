import { createParamDecorator, type ExecutionContext, type ParamDecoratorEnhancer } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { Problem } from './problem.ts';

/** Lists the header among the parameters of an operation. */
const describeIfMatch: ParamDecoratorEnhancer = (target, name) => {
  const descriptor = name === undefined ? undefined : Object.getOwnPropertyDescriptor(target, name);
  if (name === undefined || descriptor === undefined) return;
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'An `etag` that an answer has shown. If it is another one by now, nothing is changed.',
  })(target, name, descriptor);
};

/** The If-Match header of the request being handled; undefined where it has none. */
export const IfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Request>().get('if-match'),
  [describeIfMatch],
);

/** The strong entity tag of a version (RFC 9110, section 8.8.3). */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * Compares an If-Match header with the current version. Without the header every change is made: the last one wins.
 * @throws Problem precondition-failed
 */
export function requireIfMatch(header: string | undefined, version: number): void {
  if (header === undefined) return;
  const tags = header.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(etag(version))) return;
  throw new Problem('precondition-failed', {
    detail: `it is now at ${etag(version)}; read it again and repeat the change`,
    headers: { etag: etag(version) },
  });
}
