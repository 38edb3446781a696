import { families, familyNamed } from '@casewire/families';
import { verify } from '@casewire/signing';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { readDemoState, type DemoWebhook } from '../data-folder/demo-tenant.ts';
import { flakyWebhook } from '../demo/webhooks.ts';
import { RequestCounter } from './request-counter.ts';
import { receivedLine, type Received } from './received-line.ts';

const maxBodyBytes = 16 * 1024 * 1024;
const failuresOfFlaky = 2;

const knownTypes = new Set(families.flatMap(({ eventTypes }) => eventTypes.map(({ type }) => type)));
const bodySchema = z.record(z.string(), z.unknown());

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Every family names the event type in a member of its body. The names of that member differ. */
function eventTypeOf(body: Buffer): string {
  try {
    const members = Object.values(bodySchema.parse(JSON.parse(body.toString('utf8'))));
    const known = members.find((member) => typeof member === 'string' && knownTypes.has(member));
    return typeof known === 'string' ? known : 'unknown event';
  } catch {
    return 'unknown event';
  }
}

function signatureOf(
  request: IncomingMessage,
  body: Buffer,
  webhook: DemoWebhook | undefined,
): Received['signature'] {
  if (webhook === undefined) return 'not checked';
  const scheme = familyNamed(webhook.family)?.defaults.signing ?? { scheme: 'none' };
  if (scheme.scheme === 'none') return 'none';
  const { ok } = verify({
    scheme,
    secrets: [webhook.secret],
    headers: request.headers,
    body,
    nowSeconds: Math.floor(Date.now() / 1000),
  });
  return ok ? 'valid' : 'invalid';
}

function statusFor(webhook: string, requests: number, signature: Received['signature']): number {
  if (signature === 'invalid') return 401;
  return webhook === flakyWebhook && requests <= failuresOfFlaky ? 503 : 200;
}

/**
 * Plays a customer's receiver until SIGTERM. It takes requests on any path, verifies those of the demonstration's
 * webhooks with their secrets, and prints a line for each. It reads the secrets at each request, because `npm run demo`
 * registers new webhooks.
 */
export async function runReceiver(port: number, demoFile: string): Promise<void> {
  const requests = new RequestCounter();
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET') {
      response.writeHead(200).end();
      return;
    }
    const body = await readBody(request);
    const name = (request.url ?? '/').split(/[/?]/)[1] ?? '';
    const state = await readDemoState(demoFile);
    const signature = signatureOf(
      request,
      body,
      state?.webhooks.find((webhook) => webhook.name === name),
    );
    const seen = requests.next(String(request.headers['webhook-id']));
    const status = statusFor(name, seen, signature);
    console.log(
      receivedLine({ webhook: name, eventType: eventTypeOf(body), request: seen, signature, status }),
    );
    response.writeHead(status).end();
  };
  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'close');
}
