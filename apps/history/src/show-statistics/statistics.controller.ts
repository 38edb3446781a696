import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { statisticsQuerySchema, type StatisticsQuery } from './statistics-query.ts';
import { StatisticsReader } from './statistics-reader.ts';
import { statisticsSchema } from './statistics-view.ts';

/** Shows how many attempts were made, how invocations ended, and how long both took. */
@Controller('v1/statistics')
@RequireScope('read')
export class StatisticsController {
  readonly #reader: StatisticsReader;

  constructor(reader: StatisticsReader) {
    this.#reader = reader;
  }

  @Get()
  @ApiOperation({
    summary: 'Read how many attempts were made, how invocations ended, and how long both took',
  })
  @ApiResponse({ status: 200, standardSchema: statisticsSchema })
  read(
    @Query({ schema: statisticsQuerySchema }) query: StatisticsQuery,
    @CurrentIdentity() identity: Identity,
  ) {
    return this.#reader.read(tenantScope(identity), query);
  }
}
