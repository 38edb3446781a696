export { createLogger, type Logger } from './logger.ts';
export { atIntervals, createMetrics, type DefinedMetric, type Metrics } from './metrics.ts';
export { retryLevel } from './retry-level.ts';
export { childTraceparent, parseTraceparent } from './traceparent.ts';
