import { pollUntil } from '@casewire/embedded';
import { z } from 'zod';
import { formatTable } from '../console/table.ts';
import { type GatewayClient } from '../gateway/gateway-client.ts';

const invocationsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      webhookId: z.string(),
      eventType: z.string(),
      status: z.string(),
      attempts: z.number(),
      responseCode: z.number().nullish(),
      createdAt: z.string(),
    }),
  ),
});

export type Invocation = z.infer<typeof invocationsSchema>['data'][number];

const ends = new Set(['delivered', 'failed', 'cancelled']);

/** The invocations of some webhooks, oldest first. */
async function listInvocations(
  client: GatewayClient,
  webhookIds: ReadonlySet<string>,
): Promise<Invocation[]> {
  const { data } = await client.get('/v1/invocations?limit=100', invocationsSchema);
  return data.filter(({ webhookId }) => webhookIds.has(webhookId)).reverse();
}

/** Waits until `expected` invocations of these webhooks have ended. After the deadline, returns those that there are. */
export async function waitForHistory(
  client: GatewayClient,
  webhookIds: ReadonlySet<string>,
  expected: number,
  deadlineMs: number,
): Promise<Invocation[]> {
  let invocations: Invocation[] = [];
  await pollUntil(
    async () => {
      invocations = await listInvocations(client, webhookIds);
      return invocations.filter(({ status }) => ends.has(status)).length >= expected;
    },
    deadlineMs,
    250,
  );
  return invocations;
}

/** @param webhookNames by webhook id */
export function historyTable(
  invocations: readonly Invocation[],
  webhookNames: ReadonlyMap<string, string>,
): string[] {
  return formatTable([
    ['created', 'event', 'webhook', 'status', 'attempts', 'answer'],
    ...invocations.map((invocation) => [
      invocation.createdAt.slice(11, 23),
      invocation.eventType,
      webhookNames.get(invocation.webhookId) ?? invocation.webhookId,
      invocation.status,
      String(invocation.attempts),
      String(invocation.responseCode ?? ''),
    ]),
  ]);
}
