import { randomUUID } from 'node:crypto';

/** A place in a distributed trace (W3C Trace Context, section 3.2). */
export interface TraceContext {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** Span that the next one is a child of: 16 lower-case hex digits, not all zero. */
  readonly parentId: string;
  readonly sampled: boolean;
}

const format = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-[\x21-\x7e]*)?$/;

/** Reads a `traceparent` header. Undefined if it is absent or not valid. */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  if (header === undefined || header.length > 512) return undefined;
  const [, traceId, parentId, flags] = format.exec(header) ?? [];
  if (traceId === undefined || parentId === undefined || flags === undefined) return undefined;
  // Later versions may go on behind the flags; version 00 does not.
  if (header.startsWith('00') && header.length !== 55) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/**
 * `traceparent` of a new span: a child of the given one, or the first of a new trace if none is given or it is not
 * valid.
 */
export function childTraceparent(header?: string): string {
  const parent = parseTraceparent(header);
  const traceId = parent?.traceId ?? randomUUID().replaceAll('-', '');
  const flags = parent === undefined || parent.sampled ? '01' : '00';
  return `00-${traceId}-${newParentId()}-${flags}`;
}

/** The digits of a random UUID that hold neither its version nor its variant: Node makes UUIDs many at a time. */
function newParentId(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(-8);
}
