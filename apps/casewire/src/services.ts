import type { ServiceName } from '@casewire/config';
import { delivery } from '@casewire/delivery-app';
import { gateway } from '@casewire/gateway-app';
import { history } from '@casewire/history-app';
import { ingestion } from '@casewire/ingestion-app';
import { inspector } from '@casewire/inspector-app';
import { matching } from '@casewire/matching-app';
import type { Service } from '@casewire/service';
import { subscriptions } from '@casewire/subscriptions-app';

/** Every service that a process can run. */
export const services: Readonly<Record<ServiceName, Service>> = {
  gateway,
  ingestion,
  subscriptions,
  matching,
  delivery,
  history,
  inspector,
};
