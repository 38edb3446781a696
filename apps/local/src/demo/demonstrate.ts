import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Context } from '../context.ts';
import { writeDemoState, type DemoState, type DemoWebhook } from '../data-folder/demo-tenant.ts';
import { type GatewayClient } from '../gateway/gateway-client.ts';
import { type FollowedReceiver } from '../start/start-receiver.ts';
import { historyTable, waitForHistory } from './history.ts';
import { publishEvents } from './publish.ts';
import { storyEvents, type DemoRun } from './story.ts';
import { planWebhooks, type WebhookPlan } from './webhooks.ts';

/** The example workflow of the family's own page. */
export const demoDefinitionId = 'mp0h897g68v';

const historyDeadlineMs = 60_000;

export interface Demonstration {
  state: DemoState;
  /** With the demo tenant's key. */
  client: GatewayClient;
  brokers: string;
  receiver: FollowedReceiver;
}

async function register(client: GatewayClient, receiverUrl: string, plan: WebhookPlan): Promise<DemoWebhook> {
  const { id, secret } = await client.post(
    '/v1/webhooks',
    { ...plan.settings, events: plan.events, name: plan.name, url: `${receiverUrl}/${plan.name}` },
    z.object({ id: z.string(), secret: z.string() }),
  );
  return { id, secret, name: plan.name, family: plan.family };
}

async function registerAll(
  context: Context,
  demonstration: Demonstration,
  run: DemoRun,
): Promise<DemoWebhook[]> {
  const { client, receiver, state } = demonstration;
  for (const { id } of state.webhooks) await client.delete(`/v1/webhooks/${id}`);
  const webhooks: DemoWebhook[] = [];
  for (const plan of planWebhooks(run)) {
    webhooks.push(await register(client, receiver.url, plan));
    context.terminal.line(`  registered  ${plan.name.padEnd(10)}  ${plan.explanation}`);
  }
  // Before anything is published: the receiver verifies with these secrets.
  await writeDemoState(context.paths.demo, { ...state, webhooks });
  return webhooks;
}

/** Registers webhooks on every level and for every family, publishes a story, and shows its history. */
export async function demonstrate(context: Context, demonstration: Demonstration): Promise<void> {
  const { config, paths, terminal } = context;
  const { state, client, brokers, receiver } = demonstration;
  const run = { tenantId: state.tenantId, definitionId: demoDefinitionId, runtimeId: randomUUID() };
  terminal.line();
  terminal.line(
    terminal.paint('bold', `Events of every family, from Kafka to a receiver on ${receiver.url}`),
  );
  const webhooks = await registerAll(context, demonstration, run);

  const events = storyEvents(run, randomUUID, new Date());
  await publishEvents(config, brokers, events);
  terminal.line(`  published   ${events.length} events to ${config.CASEWIRE_TOPIC_PREFIX}events.v1`);

  const names = new Map(webhooks.map(({ id, name }) => [id, name]));
  const expected = planWebhooks(run).reduce((sum, plan) => sum + plan.events.length, 0);
  const invocations = await waitForHistory(client, new Set(names.keys()), expected, historyDeadlineMs);
  await receiver.log.catchUp();
  terminal.line();
  terminal.line(terminal.paint('bold', 'Its history (GET /v1/invocations)'));
  for (const line of historyTable(invocations, names)) terminal.line(`  ${line}`);
  const ended = invocations.filter(({ status }) => status === 'delivered').length;
  if (ended < expected) {
    terminal.warn(`  ${ended} of ${expected} were delivered within a minute; logs: ${paths.logDir}`);
    return;
  }
  await writeDemoState(paths.demo, { ...state, webhooks, wasShown: true });
}
