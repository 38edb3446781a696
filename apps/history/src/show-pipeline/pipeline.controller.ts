import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, sightOf, type Identity } from '@casewire/identity';
import { PipelineReader } from './pipeline-reader.ts';
import { pipelineSchema, toPipelineView } from './pipeline-view.ts';

/** Shows the operator what waits between the services. */
@Controller('v1/system/pipeline')
@RequireScope('operator')
export class PipelineController {
  readonly #reader: PipelineReader;

  constructor(reader: PipelineReader) {
    this.#reader = reader;
  }

  @Get()
  @ApiOperation({
    summary: 'Read what waits between the services: lag, due invocations, cuts and dead letters',
    description:
      'For the operator. A part that could not be read in time is null, and `unavailable` names it; `complete` is false then.',
  })
  @ApiResponse({ status: 200, standardSchema: pipelineSchema })
  async read(@CurrentIdentity() identity: Identity) {
    return toPipelineView(await this.#reader.read(), sightOf(identity));
  }
}
