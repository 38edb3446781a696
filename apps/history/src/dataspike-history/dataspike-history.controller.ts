import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { dataspikeHistory } from '@casewire/families/dataspike/history';
import { CurrentIdentity, RequireScope, sightOf, tenantScope, type Identity } from '@casewire/identity';
import { RefusedFor } from '@casewire/rest';
import type { Response } from 'express';
import {
  DataspikeHistoryReader,
  dataspikeHistoryQuery,
  type DataspikeHistoryQuery,
} from './dataspike-history-reader.ts';

/** The deliveries of Dataspike's events, as Dataspike's own history shows them. Keys always see payloads, and sessions never. */
@Controller('api/v3/notifications/webhook/history')
@RequireScope('payloads')
export class DataspikeHistoryController {
  readonly #reader: DataspikeHistoryReader;

  constructor(reader: DataspikeHistoryReader) {
    this.#reader = reader;
  }

  @Get()
  @RefusedFor('not-found')
  @ApiOperation({
    summary: 'Read what webhooks were sent, oldest first',
    description:
      'To follow it, pass the last id as `after` until `has_next` is false: no invocation is skipped or repeated, also while deliveries go on.',
  })
  @ApiResponse({ status: 200, standardSchema: dataspikeHistory.schema })
  async list(
    @Query({ schema: dataspikeHistoryQuery }) query: DataspikeHistoryQuery,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    const page = await this.#reader.read(tenantScope(identity), query, sightOf(identity));
    response.type('application/json').send(page);
  }
}
