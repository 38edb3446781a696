import { MIMEType } from 'node:util';
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
    this.#requireJson();
    return parseJson(decodeUtf8(this.bytes));
  }

  #requireJson(): void {
    const type = parseMimeType(this.contentType);
    const charset = type?.params.get('charset')?.toLowerCase() ?? 'utf-8';
    if (type?.essence === 'application/json' && charset === 'utf-8') return;
    throw new Problem('unsupported-media-type', {
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
    request.body = new RequestBody(
      request.headers['content-type'],
      Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0),
    );
    next();
  });
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('malformed-body', { detail: 'the body is not valid UTF-8', cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem('malformed-body', { detail: `the body is not valid JSON: ${reason}`, cause });
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
