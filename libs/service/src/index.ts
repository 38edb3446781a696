export { composeService } from './compose-service.ts';
export { runService } from './run-service.ts';
export { startService, type RunningService } from './start-service.ts';
export type { Platform, ServiceDefinition, ServiceParts } from './definition.ts';
export type { CheckState, ReadinessCheck } from './health/readiness.ts';
export { Loop } from './loop.ts';
