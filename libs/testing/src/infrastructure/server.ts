/** A server for the time of a run, wherever it came from. */
export interface Server {
  /** `host:port` list of a Kafka, or the superuser's URL of a PostgreSQL. */
  address: string;
  stop: () => Promise<unknown>;
}

/** One that somebody else started and stops. */
export function externalServer(address: string): Server {
  return { address, stop: () => Promise.resolve() };
}
