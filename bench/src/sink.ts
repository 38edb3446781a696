import { createServer } from 'node:http';
import { uuidTimestampMs } from '@casewire/events';

/** The deliveries that the sink has received since it was last reset. */
export interface SinkCount {
  readonly received: number;
}

/**
 * A receiver in a process of its own: answers 204 to every delivery and notes how long it was under way, which the
 * `webhook-id` tells; nothing of those to `/other`, and those to `/dead` are never answered. `GET /count` and
 * `GET /latencies` read, `POST /reset` empties.
 */
export function runSink(port: number): void {
  let latenciesMs: number[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/count') {
      response.end(JSON.stringify({ received: latenciesMs.length } satisfies SinkCount));
      return;
    }
    if (request.url === '/latencies') {
      response.end(JSON.stringify(latenciesMs));
      return;
    }
    if (request.url === '/reset') {
      latenciesMs = [];
      response.end();
      return;
    }
    // Never answered, so that the attempt ends by its deadline.
    if (request.url === '/dead') return;
    if (request.url === '/other') {
      request.resume();
      response.writeHead(204).end();
      return;
    }
    const id = request.headers['webhook-id'];
    if (typeof id === 'string') latenciesMs.push(Date.now() - uuidTimestampMs(id));
    request.resume();
    request.on('end', () => {
      response.writeHead(204).end();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  process.once('SIGTERM', () => process.exit(0));
}
