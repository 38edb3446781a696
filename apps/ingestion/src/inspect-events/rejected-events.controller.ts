import { isUtf8 } from 'node:buffer';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { Pool } from '@casewire/database';
import { findRejectedEvent, listRejectedEvents, type TenantScope } from '@casewire/event-store';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { page, pageParameters, pageSchema, Problem } from '@casewire/rest';
import { z } from 'zod';
import { rejectedEventSchema, toRejectedEventView, type RejectedEventView } from './event-view.ts';

const idSchema = z.uuid();
const querySchema = z.strictObject({
  ...pageParameters(),
  after: idSchema.optional(),
  before: idSchema.optional(),
});

/** Where a rejected event is read from; a class so that Nest can inject it. */
export class RejectedEvents {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  list(scope: TenantScope | undefined, query: z.infer<typeof querySchema>) {
    return listRejectedEvents(this.#pool, scope, query);
  }

  find(scope: TenantScope | undefined, id: string) {
    return findRejectedEvent(this.#pool, scope, id);
  }
}

/** Records that were not accepted; the operator without a tenant sees those of everybody. */
@Controller('v1/rejected-events')
export class RejectedEventsController {
  readonly #events: RejectedEvents;

  constructor(events: RejectedEvents) {
    this.#events = events;
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'List rejected events' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(rejectedEventSchema) })
  async list(
    @Query({ schema: querySchema }) query: z.infer<typeof querySchema>,
    @CurrentIdentity() identity: Identity,
  ) {
    const { rows, hasNext } = await this.#events.list(scopeOf(identity), query);
    return page(rows.map(toRejectedEventView), hasNext);
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({
    summary: 'Read a rejected event',
    description: 'With the scope `payloads`, its original bytes too.',
  })
  @ApiResponse({ status: 200, standardSchema: rejectedEventSchema })
  async get(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<RejectedEventView> {
    const rejected = await this.#events.find(scopeOf(identity), id);
    if (rejected === undefined) throw new Problem('not-found', { detail: 'there is no such rejected event' });
    const view = toRejectedEventView(rejected);
    if (!identity.scopes.includes('payloads')) return view;
    return isUtf8(rejected.value)
      ? { ...view, value: rejected.value.toString('utf8') }
      : { ...view, valueBase64: rejected.value.toString('base64') };
  }
}

/** Undefined: the operator, looking at everybody's. */
function scopeOf({ operator, tenantId, environment }: Identity): TenantScope | undefined {
  if (tenantId !== undefined && environment !== undefined) return { tenantId, environment };
  if (operator) return undefined;
  throw new Problem('tenant-required');
}
