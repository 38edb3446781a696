import { z } from 'zod';
import { Failure } from '../failure.ts';
import { type GatewayClient, RequestRefusedError } from '../gateway/gateway-client.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

const demoWebhookSchema = z.object({
  id: z.string(),
  /** `customer`, `definition`, `runtime`, ...: also its path on the receiver. */
  name: z.string(),
  /** Name of the family whose events it gets, which decides how they are signed. */
  family: z.string(),
  secret: z.string(),
});

export type DemoWebhook = z.infer<typeof demoWebhookSchema>;

const demoStateSchema = z.object({
  tenantId: z.string(),
  /** The tenant's sandbox key. */
  key: z.string(),
  /** The webhooks of the last demonstration. The receiver verifies signatures with their secrets. */
  webhooks: z.array(demoWebhookSchema),
  /** Whether a demonstration has been shown to its end. */
  wasShown: z.boolean(),
});

/** The demo tenant of this data folder. */
export type DemoState = z.infer<typeof demoStateSchema>;

export function readDemoState(file: string): Promise<DemoState | undefined> {
  return readPrivateFile(file, demoStateSchema);
}

/** @throws Failure where no start has made the demo tenant */
export async function requireDemoState(file: string): Promise<DemoState> {
  const state = await readDemoState(file);
  if (state === undefined) throw new Failure(`there is no demo tenant in ${file}: restart with "npm start"`);
  return state;
}

export function writeDemoState(file: string, state: DemoState): Promise<void> {
  return writePrivateFile(file, state);
}

const tenant = { id: 'demo', name: 'Demonstration' };

async function isKeyAccepted(client: GatewayClient): Promise<boolean> {
  try {
    await client.get('/v1/webhooks?limit=1', z.unknown());
    return true;
  } catch (error) {
    if (error instanceof RequestRefusedError && error.status === 401) return false;
    throw error;
  }
}

export interface DemoTenantOptions {
  file: string;
  /** With the operator's key. */
  operator: GatewayClient;
  /** A client with a tenant's key. */
  clientFor: (key: string) => GatewayClient;
}

/** The demo tenant and its sandbox key: the stored key, or a new one if the database does not know the stored one. */
export async function ensureDemoTenant({ file, operator, clientFor }: DemoTenantOptions): Promise<DemoState> {
  const stored = await readDemoState(file);
  if (stored !== undefined && (await isKeyAccepted(clientFor(stored.key)))) return stored;

  await operator.post('/v1/tenants', tenant, z.unknown()).catch((error: unknown) => {
    if (!(error instanceof RequestRefusedError && error.status === 409)) throw error;
  });
  const { key } = await operator.post(
    `/v1/tenants/${tenant.id}/api-keys`,
    { environment: 'sandbox', name: 'local' },
    z.object({ key: z.string() }),
  );
  const state: DemoState = { tenantId: tenant.id, key, webhooks: [], wasShown: false };
  await writeDemoState(file, state);
  return state;
}
