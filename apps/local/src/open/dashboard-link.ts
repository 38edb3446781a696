import { z } from 'zod';
import { type GatewayClient } from '../gateway/gateway-client.ts';

/**
 * An address that opens the dashboard for a tenant, once.
 * @param operator with the operator's key
 */
export async function dashboardLink(operator: GatewayClient, tenantId: string): Promise<string> {
  const { url } = await operator.post(
    `/v1/tenants/${tenantId}/portal-links`,
    { environments: ['sandbox', 'production'], landing: `/t/${tenantId}/sandbox` },
    z.object({ url: z.url() }),
  );
  return url;
}
