import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { AnswersRawJson, page, type Page, pageSchema, RawJson, RefusedFor, uuidCursor } from '@casewire/rest';
import type { DataFetch } from '@casewire/subscription-store';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { uuidPageQuery, type UuidPageQuery } from '../paging/page-queries.ts';
import { DeliveredData } from './delivered-data.ts';

const idSchema = uuidCursor;

/** Longer than any address: two UUIDs and a seal of 43 characters. */
const addressSchema = z.string().max(200);

const dataFetchSchema = z.object({
  id: z.string(),
  eventUid: z.string(),
  fetchedAt: z.iso.datetime(),
  fetchedBy: z.string().describe("`signature`, or the id of the API key; `operator` for the operator's."),
});

type DataFetchView = z.infer<typeof dataFetchSchema>;

/** Where receivers of thin deliveries fetch the data of events. */
@Controller('v1')
export class DeliveredDataController {
  readonly #data: DeliveredData;

  constructor(data: DeliveredData) {
    this.#data = data;
  }

  @Get('data/:address')
  @RefusedFor('missing-scope', 'invalid-state', 'expired')
  @AnswersRawJson()
  @ApiOperation({
    summary: 'Fetch the data of a thin delivery',
    description:
      'At the `dataUrl` of the delivery, with an API key (scope `payloads`), or with the signature of the whole address, made as deliveries to the webhook are signed. Each fetch is audited.',
    security: [{ bearer: [] }, {}],
  })
  @ApiResponse({
    status: 200,
    description: "The data of the event, as the webhook's `payload` leaves it.",
    schema: { examples: [{ amount: 1.5 }] },
  })
  @ApiResponse({
    status: 401,
    description: 'No key and no right signature; `reason` is the check that fails.',
  })
  @ApiResponse({
    status: 410,
    description: 'The address has expired (`reason` is `time-over`), or the event is not kept (`not-kept`).',
  })
  async get(
    @Param('address', { schema: addressSchema }) address: string,
    @Headers() headers: IncomingHttpHeaders,
    @CurrentIdentity() identity: Identity,
  ): Promise<RawJson> {
    return RawJson.of(await this.#data.fetch(identity, address, headers));
  }

  @Get('webhooks/:webhookId/data-fetches')
  @RequireScope('read')
  @ApiOperation({
    summary: 'List who has fetched data of thin deliveries',
    description: 'Newest first. Kept for 90 days, also when the webhook is deleted.',
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(dataFetchSchema) })
  async list(
    @Param('webhookId', { schema: idSchema }) webhookId: string,
    @Query({ schema: uuidPageQuery }) query: UuidPageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<DataFetchView>> {
    const { data, hasNext } = await this.#data.list(tenantScope(identity), webhookId, query);
    return page(data.map(toView), hasNext);
  }
}

function toView({ id, eventUid, fetchedAt, fetchedBy }: DataFetch): DataFetchView {
  return { id, eventUid, fetchedAt: fetchedAt.toISOString(), fetchedBy };
}
