import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Workbench } from './workbench.ts';
import { publish } from './workload.ts';

/** Does its worst until it is told to end, and says what became of it. */
export type Hostility = (bench: Workbench, signal: AbortSignal) => Promise<string>;

const BURST_WEBHOOKS = 10;
const BURST_EVENTS = 6_000;
const UPLOADS = 300;

/** A pattern that backtracks, in as many variants as there are numbers. */
const expensivePatterns = Array.from({ length: 11 }, (_, index) => ({
  pattern: `^(a|b)*a(a|b){${890 + index}}[bd]$`,
}));
const expensiveSchema = { properties: { s: { anyOf: [...expensivePatterns, { type: 'string' }] } } };

const schemaBomb = {
  $defs: { a: { anyOf: [...Array.from({ length: 1_000 }, () => ({ not: {} })), {}] } },
  allOf: Array.from({ length: 100 }, () => ({ $ref: '#/$defs/a' })),
};

/** The hostile tenants by name; the first one is none. */
export const hostileTenants = {
  alone: () => Promise.resolve(''),
  'expensive schema': async (bench, signal) => {
    const tenant = await bench.newTenant();
    const saved = await tenant.api.put('/v1/event-types/own.expensive', {
      schema: expensiveSchema,
      description: '',
    });
    if (saved.status >= 400) return `refused: ${saved.status}`;
    const data = { s: 'a'.repeat(1_000) };
    while (!signal.aborted) {
      await publish(bench, 6, { tenantid: tenant.id, type: 'own.expensive', data });
      await delay(1_000);
    }
    return 'published';
  },
  'schema bomb': async (bench, signal) => {
    const tenant = await bench.newTenant();
    const statuses = new Set<number>();
    while (!signal.aborted) {
      const answer = await tenant.api.put('/v1/event-types/own.bomb', {
        schema: schemaBomb,
        description: '',
      });
      statuses.add(answer.status);
      await delay(1_000);
    }
    return `answered: ${[...statuses].join(', ')}`;
  },
  'tarpit with settings': async (bench) => {
    const tenant = await bench.newTenant();
    for (let made = 0; made < 2; made++)
      await tenant.createWebhook({ url: `${bench.sinkUrl}/dead`, maxConcurrency: 1_000, timeoutMs: 60_000 });
    await publish(bench, 1_000, { tenantid: tenant.id });
    return '2,000 deliveries';
  },
  'tarpit without settings': async (bench) => {
    const tenant = await bench.newTenant();
    for (let made = 0; made < 2; made++) await tenant.createWebhook({ url: `${bench.sinkUrl}/dead` });
    await publish(bench, 1_000, { tenantid: tenant.id });
    return '2,000 deliveries';
  },
  'burst of 60,000': async (bench) => {
    const tenant = await bench.newTenant();
    for (let made = 0; made < BURST_WEBHOOKS; made++)
      await tenant.createWebhook({ url: `${bench.sinkUrl}/other` });
    for (let sent = 0; sent < BURST_EVENTS; sent += 500) await publish(bench, 500, { tenantid: tenant.id });
    return `${BURST_WEBHOOKS * BURST_EVENTS} deliveries`;
  },
  'large bodies to a dead receiver': async (bench) => {
    const tenant = await bench.newTenant();
    for (let made = 0; made < 16; made++)
      await tenant.createWebhook({ url: `${bench.sinkUrl}/dead`, timeoutMs: 60_000 });
    for (let sent = 0; sent < 2; sent++)
      await publish(bench, 1, { tenantid: tenant.id, padding: 'x'.repeat(4_000_000) });
    return '32 deliveries of 4 MB';
  },
  'slow uploads': async (bench, signal) => {
    const tenant = await bench.newTenant();
    const { hostname, port } = new URL(bench.url);
    const sockets = Array.from({ length: UPLOADS }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(
        `POST /v1/webhooks HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${tenant.key}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      );
      return socket;
    });
    if (!signal.aborted) await once(signal, 'abort');
    const closed = sockets.filter((socket) => socket.destroyed || socket.readableEnded).length;
    for (const socket of sockets) socket.destroy();
    return `${closed} of ${UPLOADS} were closed`;
  },
} satisfies Record<string, Hostility>;
