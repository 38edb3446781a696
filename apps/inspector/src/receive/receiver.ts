import { randomBytes } from 'node:crypto';
import type { Pool } from '@casewire/database';
import { INSPECTION_HEADER, openInspection, timeOrderedUuid, type Inspection } from '@casewire/events';
import { findInspector, storeRequest, type Inspector } from '@casewire/inspector-store';
import type { Logger } from '@casewire/observability';
import type { Request, RequestHandler, Response } from 'express';
import { KEPT_REQUESTS, MAX_REQUEST_BYTES } from '../limits.ts';
import type { InspectorMetrics } from '../inspector-metrics.ts';
import { chosenAnswer, nothing, wordsOf, type WrittenAnswer } from './answer.ts';
import type { CheckedSignature, SignatureChecks } from './check-signature.ts';
import type { Delays } from './delays.ts';
import { keptHeaders } from './kept-headers.ts';
import { Places } from './places.ts';
import { readBody, type ReadBody } from './read-body.ts';

export interface ReceiverParts {
  readonly pool: Pool;
  readonly checks: SignatureChecks;
  readonly delays: Delays;
  readonly internalKey: string;
  readonly metrics: InspectorMetrics;
  readonly logger: Logger;
}

/** A request that delivery vouches for, and the inspector that it is for. */
interface Delivered {
  readonly inspection: Inspection;
  readonly inspector: Inspector;
  readonly arrivedAt: Date;
}

const busy = wordsOf(503, 'The inspector answers ten requests at once. This one was not kept.');
const tooLarge = wordsOf(413, 'An inspector takes bodies of up to 256 KiB.');
const away = wordsOf(503, 'The inspector cannot keep requests for the moment.');

/** Takes the requests of delivery, keeps them, and answers as their owner has chosen. Nobody else learns anything. */
export class Receiver {
  readonly #parts: ReceiverParts;
  readonly #places = new Places();

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  readonly handle: RequestHandler = (request, response) => {
    this.#receive(request, response).catch((error: unknown) => {
      this.#parts.logger.warn({ error }, 'a request to an inspector was not kept');
      if (response.headersSent) response.destroy();
      else write(response, away);
    });
  };

  async #receive(request: Request, response: Response): Promise<void> {
    const { requests } = this.#parts.metrics;
    const delivered = await this.#identify(request);
    if (typeof delivered === 'string') {
      requests.inc({ result: delivered });
      write(response, nothing);
    } else if (this.#places.take(delivered.inspector)) {
      try {
        await this.#keepAndAnswer(delivered, request, response);
      } finally {
        this.#places.giveBack(delivered.inspector);
      }
    } else {
      requests.inc({ result: 'busy' });
      write(response, busy);
    }
  }

  async #identify(request: Request): Promise<Delivered | 'stranger' | 'unknown'> {
    const { pool, internalKey } = this.#parts;
    const arrivedAt = new Date();
    const inspection = openInspection(request.get(INSPECTION_HEADER), arrivedAt.getTime(), internalKey);
    if (inspection === undefined || request.path !== `/${inspection.inspectorId}`) return 'stranger';
    const inspector = await findInspector(pool, inspection.tenantId, inspection.inspectorId);
    return inspector === undefined ? 'unknown' : { inspection, inspector, arrivedAt };
  }

  async #keepAndAnswer(delivered: Delivered, request: Request, response: Response): Promise<void> {
    const { delays, metrics } = this.#parts;
    const { respond } = delivered.inspector;
    const body = await readBody(request, MAX_REQUEST_BYTES);
    const isWhole = body.bytes <= MAX_REQUEST_BYTES;
    const answer = isWhole ? chosenAnswer(respond) : tooLarge;
    const isKept = await this.#keep(delivered, request, body, answer);
    metrics.requests.inc({ result: isKept ? 'kept' : 'unknown' });
    if (!isKept) write(response, nothing);
    else if (await delays.wait(respond.delayMs, response)) write(response, answer);
    else response.destroy();
  }

  async #keep(
    { inspection, inspector, arrivedAt }: Delivered,
    request: Request,
    body: ReadBody,
    { status }: WrittenAnswer,
  ): Promise<boolean> {
    const { method, originalUrl: target, rawHeaders } = request;
    const checked = await this.#check(inspection, request, body, arrivedAt);
    const { webhookId, invocationId, attempt, eventType = null, isFilled = true } = inspection;
    const kept = {
      id: timeOrderedUuid(arrivedAt.getTime(), randomBytes(10)),
      ...{ arrivedAt, webhookId, invocationId, attempt, eventType, isFilled, method, target },
      headers: keptHeaders(rawHeaders, inspection.shownHeaders),
      body: body.kept,
      bodyBytes: body.bytes,
      ...checked,
      answered: status,
    };
    return storeRequest(this.#parts.pool, inspector.id, kept, KEPT_REQUESTS);
  }

  #check(
    inspection: Inspection,
    request: Request,
    body: ReadBody,
    arrivedAt: Date,
  ): Promise<CheckedSignature> {
    return this.#parts.checks.check(inspection, {
      headers: request.headers,
      body: signedValue(request, body),
      nowSeconds: arrivedAt.getTime() / 1_000,
    });
  }
}

/** The body, or the query that a GET has instead. Undefined where it was not kept as a whole. */
function signedValue({ method, originalUrl }: Request, { kept, bytes }: ReadBody): Buffer | undefined {
  if (method === 'GET') return Buffer.from(/\?(.*)$/.exec(originalUrl)?.[1] ?? '', 'latin1');
  return kept.length === bytes ? kept : undefined;
}

function write(response: Response, { status, headers, body }: WrittenAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}
