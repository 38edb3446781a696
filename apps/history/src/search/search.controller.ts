import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { searchQuerySchema, type SearchQuery } from './search-query.ts';
import { searchSchema } from './search-view.ts';
import { Searcher } from './searcher.ts';

/** Finds things by a text that somebody has. */
@Controller('v1/search')
@RequireScope('read')
export class SearchController {
  readonly #searcher: Searcher;

  constructor(searcher: Searcher) {
    this.#searcher = searcher;
  }

  @Get()
  @ApiOperation({
    summary: 'Find invocations, events, rejected events and webhooks by a text',
    description:
      'Of the tenant and environment that the request is made for. Ids, subjects and correlation ids are found as a whole, names and hosts of webhooks by any part of them, in upper or lower case. A correlation id is found as long as its event is kept. A rejected event is found by its id, by the key of its record, and by those of its attributes that could be read when it was rejected.',
  })
  @ApiResponse({ status: 200, standardSchema: searchSchema })
  search(@Query({ schema: searchQuerySchema }) query: SearchQuery, @CurrentIdentity() identity: Identity) {
    return this.#searcher.search(tenantScope(identity), query);
  }
}
