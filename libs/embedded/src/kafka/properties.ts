export interface KafkaAddresses {
  port: number;
  /** Of the node that controls the cluster. */
  controllerPort: number;
  /** Absolute folder of the logs of all partitions. */
  logDir: string;
}

type Properties = Record<string, string | number | boolean>;

/** A broker's place in a cluster of several. */
export interface ClusterNode {
  /** Counted from 1. The first node controls the cluster. */
  id: number;
  /** Of all nodes of the cluster. */
  clusterId: string;
  /** How many there are. */
  nodes: number;
}

/** What kafkajs and `CASEWIRE_MAX_EVENT_BYTES` need at most is set per topic; these are for one broker on a laptop. */
const singleBroker: Properties = {
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
  // Each of these threads wakes up several times a second, whether there is work or not.
  'group.coordinator.threads': 1,
  'num.network.threads': 2,
  'num.io.threads': 4,
};

/** Every record on each of them, and acknowledged while one is away. */
const replicated = (nodes: number): Properties => ({
  'offsets.topic.replication.factor': nodes,
  'default.replication.factor': nodes,
  'min.insync.replicas': nodes - 1,
  // A broker that has restarted leads again what it led before.
  'leader.imbalance.check.interval.seconds': 2,
  'leader.imbalance.per.broker.percentage': 0,
});

/** The `server.properties` of a broker, on loopback only. Default: it is alone, and its own controller. */
export function renderServerProperties(
  { port, controllerPort, logDir }: KafkaAddresses,
  node: Pick<ClusterNode, 'id' | 'nodes'> = { id: 1, nodes: 1 },
): string {
  const isController = node.id === 1;
  const broker = `BROKER://127.0.0.1:${port}`;
  const properties: Properties = {
    ...singleBroker,
    ...(node.nodes > 1 && replicated(node.nodes)),
    'node.id': node.id,
    'process.roles': isController ? 'broker,controller' : 'broker',
    listeners: isController ? `${broker},CONTROLLER://127.0.0.1:${controllerPort}` : broker,
    'advertised.listeners': broker,
    // A static voter, not a stored one: the controller's port may be another at every start.
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': logDir,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');
}
