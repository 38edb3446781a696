import { isPortFree } from '@casewire/embedded';
import { type Config } from '../config.ts';
import { services } from './services.ts';

export interface NeededPort {
  port: number;
  /** The program that listens there. */
  owner: string;
  /** The variable that moves it. */
  variable: keyof Config;
}

/** Every port that a start with this configuration listens on. @param withDemo whether the demonstration is started */
export function neededPorts(config: Config, { withDemo }: { withDemo: boolean }): NeededPort[] {
  const ports: NeededPort[] = services.map(({ name, portOffset }) => ({
    port: config.CASEWIRE_PORT_BASE + portOffset,
    owner: name,
    variable: 'CASEWIRE_PORT_BASE',
  }));
  if (config.KAFKA_BROKERS === undefined) {
    const variable = 'CASEWIRE_EMBEDDED_KAFKA_PORT';
    ports.push({ port: config[variable], owner: 'Kafka', variable });
  }
  if (config.DATABASE_URL === undefined) {
    const variable = 'CASEWIRE_EMBEDDED_POSTGRES_PORT';
    ports.push({ port: config[variable], owner: 'PostgreSQL', variable });
  }
  if (withDemo) {
    ports.push({
      port: config.CASEWIRE_DEMO_PORT,
      owner: "the demonstration's receiver",
      variable: 'CASEWIRE_DEMO_PORT',
    });
  }
  return ports;
}

/** One line for a port that something else listens on. */
export function busyPortMessage({ port, owner, variable }: NeededPort): string {
  return `port ${port}, for ${owner}, is in use by another program: set ${variable} to a free one, for instance ${variable}=${port + 100} npm start`;
}

/** A line for each port that is taken, none if all are free. */
export async function findBusyPorts(ports: readonly NeededPort[]): Promise<string[]> {
  const isFree = await Promise.all(ports.map(({ port }) => isPortFree(port)));
  return ports.filter((_port, index) => isFree[index] === false).map(busyPortMessage);
}
