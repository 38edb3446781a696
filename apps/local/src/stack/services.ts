import type { ServiceName } from '@casewire/config';
import { type Secrets } from '../data-folder/secrets.ts';

export interface Service {
  name: ServiceName;
  /** Its port is the base port plus this. */
  portOffset: number;
  /** The keys it needs, and no others. */
  secrets: readonly (keyof Secrets)[];
}

const internal = 'CASEWIRE_INTERNAL_KEY';
const masterKeys = 'CASEWIRE_MASTER_KEYS';

/** In the order in which they are stopped: from where work comes in to where its outcome is written. */
export const services: readonly Service[] = [
  { name: 'gateway', portOffset: 0, secrets: [internal, 'CASEWIRE_ADMIN_KEY'] },
  { name: 'ingestion', portOffset: 1, secrets: [internal] },
  { name: 'subscriptions', portOffset: 2, secrets: [internal, masterKeys] },
  { name: 'matching', portOffset: 3, secrets: [internal] },
  { name: 'delivery', portOffset: 4, secrets: [internal, masterKeys] },
  { name: 'history', portOffset: 5, secrets: [internal] },
  { name: 'inspector', portOffset: 6, secrets: [internal, masterKeys] },
];

export function serviceUrl({ portOffset }: Service, portBase: number): string {
  return `http://127.0.0.1:${portBase + portOffset}`;
}

/** A process of the system, and the services that it runs. */
export interface ServiceProgram {
  /** The app that is started; also names the process, its log and its process id file. */
  readonly name: Service['name'] | 'casewire';
  readonly services: readonly Service[];
}

/** `each`: a process for each service. `one`: one process for all. */
export type Processes = 'each' | 'one';

/** In the order in which they are stopped. */
export const servicePrograms: Readonly<Record<Processes, readonly ServiceProgram[]>> = {
  each: services.map((service) => ({ name: service.name, services: [service] })),
  one: [{ name: 'casewire', services }],
};

/** Relative to the workspace. */
export function serviceScript({ name }: ServiceProgram): string {
  return `dist/apps/${name}/main.js`;
}
