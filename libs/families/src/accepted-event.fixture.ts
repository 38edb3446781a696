import type { AcceptedEvent, EventAttributes } from '@casewire/events';
import { dataUrlOf } from '@casewire/testing';
import type { ThinContext } from './formats/thin.ts';

/** An event of a tenant, for specs. */
export function acceptedEvent(
  type: string,
  data: string,
  attributes: Partial<EventAttributes> = {},
): AcceptedEvent {
  return {
    uid: '01935a3c-7c00-7000-8000-000000000002',
    acceptedAt: 1_732_000_000_000,
    attributes: {
      id: 'e-1',
      source: '/upstream',
      type,
      time: '2024-10-24T11:42:25.000Z',
      tenantid: 'acme',
      environment: 'sandbox',
      ...attributes,
    },
    data: Buffer.from(data),
  };
}

/** What a webhook that chose nothing, of a tenant that set nothing, is rendered with. */
export const plainContext: ThinContext = {
  invocationId: '1ed2fb46-8271-6a33-a9ef-7553f473af46',
  webhookId: '1ed2f903-2d75-6b19-b6a5-29535bc3340e',
  settings: {},
  options: {},
  dataUrlOf,
};
