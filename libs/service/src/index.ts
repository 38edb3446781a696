export { composeService } from './compose-service.ts';
export { runService } from './run-service.ts';
export { startService, type RunningService } from './start-service.ts';
export type { Platform, ServiceConfig, ServiceDefinition, ServiceParts } from './definition.ts';
export type { CheckState, Readiness, ReadinessCheck } from './health/readiness.ts';
export { Loop } from './loop.ts';
