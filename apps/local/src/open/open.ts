import { type Context } from '../context.ts';
import { requireRunning } from '../data-folder/addresses.ts';
import { requireDemoState } from '../data-folder/demo-tenant.ts';
import { loadSecrets } from '../data-folder/secrets.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';
import { dashboardLink } from './dashboard-link.ts';

/** Prints a fresh link that opens the dashboard as the demo tenant. */
export async function open(context: Context): Promise<void> {
  const { config, paths, terminal } = context;
  const { url } = await requireRunning(context);
  const { tenantId } = await requireDemoState(paths.demo);
  const { CASEWIRE_ADMIN_KEY: key } = await loadSecrets(paths.secrets, config);
  terminal.line(await dashboardLink(createGatewayClient(url, key), tenantId));
}
