import { Public } from '@casewire/identity';
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { version } from '../version.ts';
import type { Readiness } from './readiness.ts';

/** The questions of the health endpoints to the service. */
export interface ServiceStatus {
  readiness(): Promise<Readiness>;
  metrics(): Promise<string>;
  openApi(): Promise<object>;
}

export const SERVICE_STATUS = Symbol('service-status');

@Public()
@ApiExcludeController()
@Controller()
export class HealthController {
  readonly #status: ServiceStatus;

  constructor(@Inject(SERVICE_STATUS) status: ServiceStatus) {
    this.#status = status;
  }

  /** The process is alive. */
  @Get('healthz')
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can do its work now: 200, else 503; the body names every check. */
  @Get('readyz')
  async readiness(
    @Res({ passthrough: true }) response: Response,
  ): Promise<Readiness & { readonly version: string }> {
    const readiness = await this.#status.readiness();
    response.status(readiness.ready ? 200 : 503);
    return { version, ...readiness };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.#status.metrics();
  }

  @Get('openapi.json')
  openApi(): Promise<object> {
    return this.#status.openApi();
  }
}
