import { delivery } from '@casewire/delivery-app';
import { gateway } from '@casewire/gateway-app';
import { history } from '@casewire/history-app';
import { ingestion } from '@casewire/ingestion-app';
import { matching } from '@casewire/matching-app';
import type { Service } from '@casewire/service';
import { subscriptions } from '@casewire/subscriptions-app';
import type { ServiceName } from './config.ts';

/** Every service that a process can run. */
export const services: Readonly<Record<ServiceName, Service>> = {
  gateway,
  ingestion,
  subscriptions,
  matching,
  delivery,
  history,
};
