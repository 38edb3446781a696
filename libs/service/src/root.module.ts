import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { HealthController, SERVICE_STATUS, type ServiceStatus } from './health/health.controller.ts';

@Module({})
class RootModule {}

/** The service's own module beside the endpoints that every service has. */
export function rootModule(module: Type | DynamicModule, status: ServiceStatus): DynamicModule {
  return {
    module: RootModule,
    imports: [module],
    controllers: [HealthController],
    providers: [{ provide: SERVICE_STATUS, useValue: status }],
  };
}
