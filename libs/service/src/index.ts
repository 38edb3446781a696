export { runService } from './run-service.ts';
export { startService, type RunningService } from './start-service.ts';
export type { Platform, ServiceConfig, ServiceDefinition, ServiceParts } from './definition.ts';
export type { CheckState, Readiness, ReadinessCheck } from './health/readiness.ts';
export { Loop, type Round } from './loop.ts';
