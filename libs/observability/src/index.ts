export { createLogger, type Logger } from './logger.ts';
export { atIntervals, createMetrics, type DefinedMetric, type Metrics } from './metrics.ts';
export { childTraceparent, parseTraceparent } from './traceparent.ts';
