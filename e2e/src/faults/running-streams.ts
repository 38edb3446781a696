import { eventually, type Tenant } from '@casewire/testing';
import type { RunningSystem } from '../support/open-system.ts';
import { CustomerWebhook } from './customer-webhook.ts';
import { startStream, type SteadyLoad } from './load.ts';
import { httpPublisher, kafkaPublisher, type Publisher } from './publishers.ts';
import type { Receivers } from './receivers.ts';
import type { Stream } from './streams.ts';

/** One stream in its run: its tenant, and the load that it publishes. */
export interface RunningStream {
  readonly stream: Stream;
  readonly tenant: Tenant;
  readonly webhook: CustomerWebhook;
  readonly publisher: Publisher;
  readonly load: SteadyLoad;
}

/** Faults begin when as many events of each stream have arrived as it makes in this time. */
const WARM_UP_SECONDS = 4;
const WARM_UP_DEADLINE_MS = 60_000;

/** What webhooks of each role have. Managed ones are tried again for longer than their receivers are away. */
const settingsByRole: Readonly<Record<Stream['role'], object>> = {
  steady: {},
  managed: { timeoutMs: 4_000, retry: { delaysSeconds: [1, 1, 2, 2, ...Array<number>(20).fill(4)] } },
  troubled: { timeoutMs: 2_000, retry: { delaysSeconds: [1, 1, 2, 2] } },
};

/** What a publisher over HTTP may be answered while something is broken, besides 202. */
const answersOfTrouble = ['502', '503', '504'];

/** Makes the tenant of a stream with its webhook, and begins to publish. */
export async function begin(
  stream: Stream,
  system: RunningSystem,
  receivers: Receivers,
  brokers: string,
): Promise<RunningStream> {
  const tenant = await system.createTenant();
  const webhook = await tenant.createWebhook({
    url: receivers.urlOf(stream),
    signing: { scheme: 'standard-webhooks' },
    ...(stream.isOrdered && { ordering: 'subject' }),
    ...settingsByRole[stream.role],
  });
  receivers.expectSecret(stream.name, webhook.secret);
  const publisher =
    stream.via === 'http'
      ? httpPublisher(system.url, tenant.key)
      : kafkaPublisher([brokers], `${system.topicPrefix}events.v1`);
  const load = startStream(stream, tenant.id, publisher);
  return {
    ...{ stream, tenant, publisher, load },
    webhook: new CustomerWebhook(stream, tenant.api, webhook.id),
  };
}

/** @throws Error that names a stream whose events do not arrive */
export async function untilSteady(running: readonly RunningStream[], receivers: Receivers): Promise<void> {
  await eventually(
    () => {
      for (const { stream } of running) {
        const arrived = arrivedIds(stream, receivers).size;
        if (arrived < WARM_UP_SECONDS * stream.perSecond)
          throw new Error(`${arrived} events of ${stream.name} have arrived before any fault`);
      }
    },
    { deadlineMs: WARM_UP_DEADLINE_MS },
  );
}

/** Ids of the events of a stream that a receiver has. */
export function arrivedIds({ name }: Stream, { receipts }: Receivers): ReadonlySet<string> {
  return new Set(receipts.filter(({ stream }) => stream === name).map(({ eventId }) => eventId));
}

/** Answers to publishers that no fault explains. */
export function wrongAnswers(running: readonly RunningStream[]): string[] {
  return running
    .filter(({ stream }) => stream.via === 'http')
    .flatMap(({ stream, publisher }) =>
      [...publisher.troubles]
        .filter(([trouble]) => /^\d/.test(trouble) && !answersOfTrouble.includes(trouble))
        .map(([trouble, times]) => `${stream.name} was answered ${trouble}, ${times} times`),
    );
}
