import { randomUUID } from 'node:crypto';
import { type Context } from '../context.ts';
import { requireRunning } from '../data-folder/addresses.ts';
import { requireDemoState } from '../data-folder/demo-tenant.ts';
import { demoDefinitionId } from '../demo/demonstrate.ts';
import { publishEvents } from '../demo/publish.ts';
import { finalEvent, runEvent } from '../demo/story.ts';

/** Publishes one event with a fresh id to Kafka, for the demo tenant. */
export async function send(context: Context): Promise<void> {
  const { config, paths, terminal } = context;
  const { brokers, url } = await requireRunning(context);
  const state = await requireDemoState(paths.demo);
  const run = { tenantId: state.tenantId, definitionId: demoDefinitionId, runtimeId: randomUUID() };
  const event = runEvent(run, finalEvent, randomUUID(), new Date());
  await publishEvents(config, brokers, [event]);
  terminal.line(`Published ${event.type} ${event.id} to ${config.CASEWIRE_TOPIC_PREFIX}events.v1.`);
  terminal.line(
    `What became of it: curl -H "Authorization: Bearer $CASEWIRE_KEY" "${url}/v1/invocations?eventId=${event.id}"`,
  );
}
