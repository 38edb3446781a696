import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The deliveries that the sink has received since it was last reset. */
export interface SinkCount {
  readonly received: number;
  /** Those that had arrived before, by their `webhook-id`. */
  readonly duplicates: number;
}

/** Written by the publisher into each event: the time in milliseconds. */
const sentAt = /"sentAt":(\d+)/;

/** How long `/slow` takes to answer. */
export const SLOW_ANSWER_MS = 200;

/** What `/overloaded` asks for. The sender's breaker is open for so long. */
const RETRY_AFTER_SECONDS = 3_600;

/**
 * A receiver in a process of its own: answers 204 to every delivery and notes how long it was under way since its event
 * was published. Deliveries of events from before the last reset are not noted: a replay sends those. `GET /count` and
 * `GET /latencies` read, `POST /reset` empties. Deliveries to these paths have other answers:
 * - `/counted`, `/slow`: are counted, of whichever event, and answered with 204 at once, or after `SLOW_ANSWER_MS`
 * - `/other`: 204, and nothing is noted
 * - `/dead`: none, so that the attempt ends by its deadline
 * - `/refused`, `/overloaded`: 404, and 503 with `Retry-After`
 */
export function runSink(port: number): void {
  let ids = new Set<string>();
  let duplicates = 0;
  let latenciesMs: number[] = [];
  let resetAt = 0;
  /** Returns whether it has come for the first time. */
  const count = (id: string): boolean => {
    const isNew = !ids.has(id);
    if (isNew) ids.add(id);
    else duplicates += 1;
    return isNew;
  };
  const note = (id: string, body: string): void => {
    const publishedAt = Number(sentAt.exec(body)?.[1]);
    if (publishedAt < resetAt) return;
    if (count(id)) latenciesMs.push(Date.now() - publishedAt);
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const id = String(request.headers['webhook-id']);
    switch (path) {
      case '/count':
        response.end(JSON.stringify({ received: ids.size, duplicates } satisfies SinkCount));
        return;
      case '/latencies':
        response.end(JSON.stringify(latenciesMs));
        return;
      case '/reset':
        ids = new Set();
        duplicates = 0;
        latenciesMs = [];
        resetAt = Date.now();
        response.end();
        return;
      case '/dead':
        return;
      case '/other':
        answer(request, response, 204);
        return;
      case '/refused':
        answer(request, response, 404);
        return;
      case '/overloaded':
        response.setHeader('retry-after', RETRY_AFTER_SECONDS);
        answer(request, response, 503);
        return;
      case '/counted':
        count(id);
        answer(request, response, 204);
        return;
      case '/slow':
        count(id);
        setTimeout(() => {
          answer(request, response, 204);
        }, SLOW_ANSWER_MS);
        return;
      default:
        readText(request, (body) => {
          note(id, body);
          response.writeHead(204).end();
        });
    }
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  process.once('SIGTERM', () => process.exit(0));
}

/** The body is read and forgotten. */
function answer(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  response.writeHead(status).end();
}

function readText(request: IncomingMessage, onEnd: (text: string) => void): void {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    onEnd(text);
  });
}
