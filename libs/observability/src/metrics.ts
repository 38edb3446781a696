import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Names follow the Prometheus conventions: base units, `_total` for counters. */
export type MetricName = `casewire_${string}`;

/** The metrics of one process, exposed at `/metrics`. */
export interface Metrics {
  readonly registry: Registry;
  counter<L extends string = never>(name: MetricName, help: string, labels?: readonly L[]): Counter<L>;
  /** @param collect called at each scrape, to set the value */
  gauge<L extends string = never>(
    name: MetricName,
    help: string,
    labels?: readonly L[],
    collect?: (gauge: Gauge<L>) => void | Promise<void>,
  ): Gauge<L>;
  /** @param buckets upper bounds; default `latencyBuckets`, in seconds */
  histogram<L extends string = never>(
    name: MetricName,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
}

/** From a millisecond on one machine to the minute a receiver may take. */
export const latencyBuckets: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/** @param service label of every metric */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: [...labels], registers }),
    gauge: <L extends string>(
      name: MetricName,
      help: string,
      labels: readonly L[] = [],
      collect?: (gauge: Gauge<L>) => void | Promise<void>,
    ) => {
      const gauge: Gauge<L> = new Gauge<L>({
        name,
        help,
        labelNames: [...labels],
        registers,
        ...(collect && { collect: () => collect(gauge) }),
      });
      return gauge;
    },
    histogram: (name, help, labels = [], buckets = latencyBuckets) =>
      new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
  };
}

export type { Counter, Gauge, Histogram };
