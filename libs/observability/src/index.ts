export { createLogger, type Logger } from './logger.ts';
export { atIntervals, createMetrics, type DefinedMetric, type Metrics } from './metrics.ts';
export { childTraceparent } from './traceparent.ts';
