export { composeService, type ComposedService } from './compose-service.ts';
export { defineService, type Service } from './define-service.ts';
export type { InProcessListener } from './in-process-listener.ts';
export { ProcessResources, type ResourceKey } from './process-resources.ts';
export { runService, runServices, type ServiceUrls } from './run-services.ts';
export { startService, type RunningService } from './start-service.ts';
export type { Platform, ServiceDefinition, ServiceParts } from './definition.ts';
export type { CheckState, ReadinessCheck } from './health/readiness.ts';
export { Loop } from './loop.ts';
