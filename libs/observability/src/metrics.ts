import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Names follow the Prometheus conventions: base units, `_total` for counters. */
export type MetricName = `casewire_${string}`;

/** The definition of a metric. The registry and docs/metrics.md are made from it. */
export interface MetricDefinition<L extends string = string> {
  readonly name: MetricName;
  /** By label: its values if they are a closed set, else a phrase that describes them. */
  readonly labels?: Readonly<Record<L, readonly string[] | string>>;
  /** The unit of the value: `records`, `seconds`, `bytes`. */
  readonly unit: string;
  /** The thing that is counted or measured, in sentences. */
  readonly meaning: string;
  /** Which values are bad, and what each means, in sentences. */
  readonly badValue: string;
}

interface HistogramDefinition<L extends string = string> extends MetricDefinition<L> {
  /** Upper bounds, in the metric's unit. Default: `latencyBuckets`. */
  readonly buckets?: readonly number[];
}

/** A metric of a process, as it was defined. */
export interface DefinedMetric extends MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
}

/** Sets a gauge before it is shown. A throw fails the whole scrape. */
export type Collect<L extends string> = (gauge: Gauge<L>) => void | Promise<void>;

/** The metrics of one process, which `/metrics` shows. */
export interface Metrics {
  readonly registry: Registry;
  /**
   * All metrics as Prometheus reads them. Those of the process itself begin with the first call, because watching the event
   * loop wakes a process a hundred times a second: 0.4 % of a core, which nobody needs who does not ask.
   */
  text(): Promise<string>;
  /** All that were defined so far, in order. */
  readonly defined: readonly DefinedMetric[];
  /** A counter whose labels are all closed sets begins at 0 for each combination of their values. */
  counter<L extends string = never>(definition: MetricDefinition<L>): Counter<L>;
  /** @param collect called at each scrape */
  gauge<L extends string = never>(definition: MetricDefinition<L>, collect?: Collect<L>): Gauge<L>;
  histogram<L extends string = never>(definition: HistogramDefinition<L>): Histogram<L>;
}

/** Seconds: from a millisecond on one machine to the minute that a receiver may take. */
const latencyBuckets: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/** @param service value of the label `service`, which every metric has */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  let isWatched = false;
  const defined: DefinedMetric[] = [];
  const define = <L extends string>(kind: DefinedMetric['kind'], definition: MetricDefinition<L>) => {
    defined.push({ ...definition, kind });
    const { name, meaning, labels = {} } = definition;
    return { name, help: meaning, labelNames: Object.keys(labels) as L[], registers: [registry] };
  };
  return {
    registry,
    text: () => {
      if (!isWatched) collectDefaultMetrics({ register: registry });
      isWatched = true;
      return registry.metrics();
    },
    defined,
    counter: <L extends string>(definition: MetricDefinition<L>) => {
      const counter = new Counter<L>(define('counter', definition));
      for (const labels of combinations(definition)) counter.inc(labels, 0);
      return counter;
    },
    gauge: <L extends string>(definition: MetricDefinition<L>, collect?: Collect<L>) => {
      const gauge: Gauge<L> = new Gauge<L>({
        ...define('gauge', definition),
        ...(collect && { collect: () => collect(gauge) }),
      });
      return gauge;
    },
    histogram: <L extends string>({ buckets = latencyBuckets, ...definition }: HistogramDefinition<L>) =>
      new Histogram<L>({ ...define('histogram', definition), buckets: [...buckets] }),
  };
}

/** The combinations of values of the labels: none if a label is not a closed set, an empty one if there are no labels. */
function combinations<L extends string>({ labels = {} as never }: MetricDefinition<L>) {
  return Object.entries<readonly string[] | string>(labels).reduce<Partial<Record<L, string>>[]>(
    (shorter, [label, values]) =>
      typeof values === 'string'
        ? []
        : shorter.flatMap((one) => values.map((value) => ({ ...one, [label]: value }))),
    [{}],
  );
}

/** For this long, figures that cost a query are shown before they are read again. */
const COLLECT_INTERVAL_MS = 5_000;

/**
 * Spares databases and brokers frequent scrapes: `collect` is called every five seconds at most. While it fails,
 * because they are away, the last figures stay.
 */
export function atIntervals<L extends string>(collect: Collect<L>): Collect<L> {
  let collectedAt = -Infinity;
  return async (gauge) => {
    if (performance.now() - collectedAt < COLLECT_INTERVAL_MS) return;
    collectedAt = performance.now();
    await Promise.resolve(collect(gauge)).catch(() => undefined);
  };
}
