export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export {
  atIntervals,
  createMetrics,
  latencyBuckets,
  type Collect,
  type Counter,
  type DefinedMetric,
  type Gauge,
  type Histogram,
  type HistogramDefinition,
  type MetricDefinition,
  type Metrics,
} from './metrics.ts';
export { childTraceparent, parseTraceparent, type TraceContext } from './traceparent.ts';
