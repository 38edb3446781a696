import { once } from 'node:events';
import { connect } from 'node:net';
import { Failure } from '../failure.ts';

const connectTimeoutMs = 5000;

async function isReachable(broker: string): Promise<boolean> {
  const { hostname, port } = new URL(`kafka://${broker}`);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectTimeoutMs) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** @throws Failure when none of the brokers takes a connection */
export async function requireBrokers(brokers: readonly string[]): Promise<void> {
  const isUp = await Promise.all(brokers.map(isReachable));
  if (!isUp.includes(true)) {
    throw new Failure(`no Kafka answers at ${brokers.join(',')}, which KAFKA_BROKERS names`);
  }
}
