import { setTimeout as delay } from 'node:timers/promises';
import { loads, type Effort } from './load/loads.ts';
import { latencies, measure } from './measure.ts';
import type { Findings } from './report/report.ts';
import { rounded, type Row } from './report/tables.ts';
import type { Efforts } from './scenarios.ts';
import type { Casewire } from './system/casewire.ts';
import type { Systems } from './system/systems.ts';

/** How long the last live deliveries may take; what is still missing then is in the table. */
const PATIENCE_MS = 90_000;
const POLL_MS = 50;

interface Replay {
  readonly id: string;
  readonly progress: { readonly started: number };
}

/**
 * How live traffic of a webhook fares alone, and beside a replay of everything that the webhook got before. The replay is
 * cancelled when the live traffic has arrived.
 */
export function measureReplay(systems: Systems, { warmUp, replayed }: Efforts): Promise<Findings> {
  return systems.useCasewire(async (bench) => {
    await measure(bench, loads['burst by Kafka'], replayed);
    await fare(bench, warmUp);
    const alone = await fare(bench, replayed);
    const since = new Date(0).toISOString();
    const webhookId = await webhookOf(bench);
    const { body } = await bench.tenant.api.post<Replay>(`/v1/webhooks/${webhookId}/replay`, {
      since,
      status: 'all',
    });
    const startedAt = performance.now();
    const beside = await fare(bench, replayed);
    const { progress } = await replayOf(bench, body.id);
    const perSecond = (progress.started * 1_000) / (performance.now() - startedAt);
    await bench.tenant.api.post(`/v1/replays/${body.id}/cancel`);
    const table = { alone, 'beside a replay': { ...beside, 'replayed/s': rounded(perSecond) } };
    return { figures: { 'A webhook with live traffic, 100/s by Kafka': table } };
  });
}

async function webhookOf({ tenant }: Casewire): Promise<string> {
  const { body } = await tenant.api.get<{ data: readonly { readonly id: string }[] }>('/v1/webhooks');
  const [webhook] = body.data;
  if (webhook === undefined) throw new Error('the tenant has no webhook');
  return webhook.id;
}

async function replayOf({ tenant }: Casewire, id: string): Promise<Replay> {
  return (await tenant.api.get<Replay>(`/v1/replays/${id}`)).body;
}

async function fare({ sink, publishers }: Casewire, effort: Effort): Promise<Row> {
  await sink.reset();
  const events = await loads['100/s by Kafka'](publishers, effort);
  const deadline = performance.now() + PATIENCE_MS;
  let { received } = await sink.count();
  while (received < events && performance.now() < deadline) {
    await delay(POLL_MS);
    ({ received } = await sink.count());
  }
  const { p50Ms, p99Ms } = latencies(await sink.latenciesMs());
  return { missing: events - received, 'p50 ms': p50Ms, 'p99 ms': p99Ms };
}
