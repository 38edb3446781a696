export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export {
  createMetrics,
  latencyBuckets,
  type Counter,
  type Gauge,
  type Histogram,
  type MetricName,
  type Metrics,
} from './metrics.ts';
export { childTraceparent, parseTraceparent, type TraceContext } from './traceparent.ts';
