import { MIMEType } from 'node:util';
import { describeJsonFault } from '@casewire/events';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { Problem } from './problem.ts';

/**
 * The body of a request as it was sent, for handlers without a schema (`@Body() body: RequestBody`). A handler with a
 * schema gets the parsed JSON.
 */
export class RequestBody {
  /** The Content-Type header, undefined if absent. */
  readonly contentType: string | undefined;
  /** Exact bytes after content decoding; empty if there is no body. */
  readonly bytes: Buffer;

  constructor(contentType: string | undefined, bytes: Buffer) {
    this.contentType = contentType;
    this.bytes = bytes;
  }

  /**
   * The body read as JSON; undefined if there is none.
   * @throws Problem unsupported-media-type, or malformed-body for invalid UTF-8 or JSON
   */
  json(): unknown {
    if (this.bytes.length === 0) return undefined;
    if (parseMimeType(this.contentType)?.essence !== 'application/json') throw this.#unsupported();
    this.requireUtf8();
    return parseJsonBody(this.bytes);
  }

  /** @throws Problem unsupported-media-type where the content type names another charset than UTF-8 */
  requireUtf8(): void {
    const charset = parseMimeType(this.contentType)?.params.get('charset')?.toLowerCase() ?? 'utf-8';
    if (charset !== 'utf-8' && charset !== 'utf8') throw this.#unsupported();
  }

  #unsupported(): Problem {
    return new Problem('unsupported-media-type', {
      detail: `${this.contentType ?? 'a body without a content type'} is not supported; send application/json in UTF-8`,
      headers: { accept: 'application/json' },
    });
  }
}

/** Makes every request's body a `RequestBody` of at most `limitBytes`; a larger one is answered 413. */
export function useRequestBodies(app: NestExpressApplication, limitBytes: number): void {
  app.useBodyParser('raw', { type: () => true, limit: limitBytes });
  app.use((request: Request, _response: Response, next: NextFunction) => {
    const bytes: unknown = request.body;
    const [contentType, ...others] = request.headersDistinct['content-type'] ?? [];
    if (others.length > 0)
      throw new Problem('unsupported-media-type', { detail: 'the request has more than one Content-Type' });
    request.body = new RequestBody(contentType, Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0));
    next();
  });
}

/**
 * Reads the bytes of a body as JSON.
 * @throws Problem malformed-body for invalid UTF-8 or JSON, also for a byte order mark: it says where
 */
export function parseJsonBody(bytes: Buffer): unknown {
  const text = decodeUtf8(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = describeJsonFault(text) ?? 'it cannot be parsed';
    throw new Problem('malformed-body', { detail: `the body is not valid JSON: ${fault}`, cause });
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('malformed-body', { detail: 'the body is not valid UTF-8', cause });
  }
}

function parseMimeType(contentType: string | undefined): MIMEType | undefined {
  if (contentType === undefined) return undefined;
  try {
    return new MIMEType(contentType);
  } catch {
    return undefined;
  }
}
