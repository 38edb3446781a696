import { createServer } from 'node:http';
import type { Tools } from './stages.ts';

/** A bare `POST /v1/events`: what arrived while the last produce ran goes as one, and is then answered 202. */
export function servePublish(port: number, { producer, topic }: Tools): void {
  let waiting: { readonly values: readonly string[]; readonly answer: (status: number) => void }[] = [];
  let isBusy = false;
  const produceWaiting = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const requests = waiting;
      waiting = [];
      const messages = requests.flatMap(({ values }) => values).map((value) => ({ value }));
      const status = await producer.send({ topic: topic('events'), acks: -1, messages }).then(
        () => 202,
        () => 503,
      );
      for (const { answer } of requests) answer(status);
    }
    isBusy = false;
  };
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const event = JSON.parse(Buffer.concat(chunks).toString()) as object;
      waiting.push({
        values: (Array.isArray(event) ? event : [event]).map((one) => JSON.stringify(one)),
        answer: (status) => {
          response.writeHead(status).end('{"rejected":[]}');
        },
      });
      if (!isBusy) void produceWaiting();
    });
  }).listen(port, '127.0.0.1');
}
