import { createServer, type IncomingMessage } from 'node:http';

/** The deliveries that the sink has received since it was last reset. */
export interface SinkCount {
  readonly received: number;
  /** Those that had arrived before, by their `webhook-id`. */
  readonly duplicates: number;
}

/** Written by the publisher into each event: the time in milliseconds. */
const sentAt = /"sentAt":(\d+)/;

/**
 * A receiver in a process of its own: answers 204 to every delivery and notes how long it was under way since its event
 * was published. Not noted are deliveries to `/other`, and of events from before the last reset: a replay sends those.
 * Deliveries to `/dead` are never answered. `GET /count` and `GET /latencies` read, `POST /reset` empties.
 */
export function runSink(port: number): void {
  let ids = new Set<string>();
  let duplicates = 0;
  let latenciesMs: number[] = [];
  let resetAt = 0;
  const note = (id: string, body: string): void => {
    const publishedAt = Number(sentAt.exec(body)?.[1]);
    if (publishedAt < resetAt) return;
    if (ids.has(id)) duplicates += 1;
    else latenciesMs.push(Date.now() - publishedAt);
    ids.add(id);
  };
  const server = createServer((request, response) => {
    switch (request.url ?? '') {
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
        // Never answered, so that the attempt ends by its deadline.
        return;
      case '/other':
        request.resume();
        response.writeHead(204).end();
        return;
      default:
        readText(request, (body) => {
          note(String(request.headers['webhook-id']), body);
          response.writeHead(204).end();
        });
    }
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  process.once('SIGTERM', () => process.exit(0));
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
