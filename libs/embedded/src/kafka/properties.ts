export interface KafkaAddresses {
  port: number;
  controllerPort: number;
  /** Absolute folder of the logs of all partitions. */
  logDir: string;
}

/** What kafkajs and `CASEWIRE_MAX_EVENT_BYTES` need at most is set per topic; these are for one broker on a laptop. */
const singleBroker: Record<string, string | number | boolean> = {
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'BROKER',
  'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'auto.create.topics.enable': false,
  'num.partitions': 12,
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1000,
  'offsets.topic.replication.factor': 1,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  // Fewer internal partitions: a faster start and fewer open files.
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.num.partitions': 1,
  'share.coordinator.state.topic.num.partitions': 1,
  // A laptop may rest longer than the default 7 days, after which groups would forget where they were.
  'offsets.retention.minutes': 60 * 24 * 30,
  // Its default of 128 MB would be a third of the heap.
  'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
  'num.network.threads': 2,
  'num.io.threads': 4,
};

/** The `server.properties` of a broker that is its own controller, on loopback only. */
export function renderServerProperties({ port, controllerPort, logDir }: KafkaAddresses): string {
  const properties: typeof singleBroker = {
    ...singleBroker,
    listeners: `BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `BROKER://127.0.0.1:${port}`,
    // A static voter, not a stored one: the controller's port may be another at every start.
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': logDir,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');
}
