import { once } from 'node:events';
import { connect } from 'node:net';
import { Failure } from '../failure.ts';

const connectTimeoutMs = 5000;

async function isReachable({ hostname, port }: URL, defaultPort: number): Promise<boolean> {
  // A URL writes an IPv6 address in brackets. A socket takes it without.
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: port === '' ? defaultPort : Number(port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectTimeoutMs) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** @throws Failure when none of the brokers takes a connection within 5 s */
export async function requireBrokers(brokers: readonly string[]): Promise<void> {
  const isUp = await Promise.all(brokers.map((broker) => isReachable(new URL(`kafka://${broker}`), 9092)));
  if (!isUp.includes(true)) {
    throw new Failure(`no Kafka answers at ${brokers.join(',')}, which KAFKA_BROKERS names`);
  }
}

/** @throws Failure when the server takes no connection within 5 s */
export async function requireDatabase(databaseUrl: string): Promise<void> {
  const url = new URL(databaseUrl);
  if (!(await isReachable(url, 5432))) {
    throw new Failure(`no PostgreSQL answers at ${url.host}, which DATABASE_URL names`);
  }
}
