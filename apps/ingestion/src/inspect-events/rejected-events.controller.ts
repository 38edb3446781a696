import { isUtf8 } from 'node:buffer';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { describeReasons } from '@casewire/events';
import type { RejectedEvent } from '@casewire/event-store';
import type { TenantScope } from '@casewire/events';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { page, pageParameters, pageSchema, Problem } from '@casewire/rest';
import { z } from 'zod';
import { EventInspector } from './event-inspector.ts';

const idSchema = z.uuid();
const querySchema = z.strictObject({
  ...pageParameters(),
  after: idSchema.optional(),
  before: idSchema.optional(),
});

/** A rejected record; `value` is the original text, or base64 where it is not UTF-8. */
const rejectedEventSchema = z.object({
  id: z.uuid(),
  reason: z.string().describe(describeReasons('Why it was not accepted.', ['rejected-event'])),
  path: z.string(),
  message: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  headers: z.record(z.string(), z.string()),
  bytes: z.int(),
  truncated: z.boolean(),
  rejectedAt: z.iso.datetime(),
  republishedAt: z.iso.datetime().nullable(),
  value: z.string().optional(),
  valueBase64: z.string().optional(),
});

type RejectedEventView = z.infer<typeof rejectedEventSchema>;

/** Records that were not accepted. An operator who acts for no tenant sees those of all tenants. */
@Controller('v1/rejected-events')
export class RejectedEventsController {
  readonly #inspector: EventInspector;

  constructor(inspector: EventInspector) {
    this.#inspector = inspector;
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'List rejected events' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(rejectedEventSchema) })
  async list(
    @Query({ schema: querySchema }) query: z.infer<typeof querySchema>,
    @CurrentIdentity() identity: Identity,
  ) {
    const { rows, hasNext } = await this.#inspector.listRejected(scopeOf(identity), query);
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
    const rejected = await this.#inspector.findRejected(scopeOf(identity), id);
    if (rejected === undefined) throw new Problem('not-found', { detail: 'there is no such rejected event' });
    const view = toRejectedEventView(rejected);
    if (!identity.scopes.includes('payloads')) return view;
    return isUtf8(rejected.value)
      ? { ...view, value: rejected.value.toString('utf8') }
      : { ...view, valueBase64: rejected.value.toString('base64') };
  }
}

/** Undefined for the operator who acts for no tenant. */
function scopeOf({ operator, tenantId, environment }: Identity): TenantScope | undefined {
  if (tenantId !== undefined && environment !== undefined) return { tenantId, environment };
  if (operator) return undefined;
  throw new Problem('tenant-required');
}

function toRejectedEventView(rejected: RejectedEvent): RejectedEventView {
  const { origin } = rejected;
  return {
    id: rejected.id,
    reason: rejected.reason,
    path: rejected.path,
    message: rejected.message,
    topic: origin.topic,
    partition: origin.partition,
    offset: origin.offset.toString(),
    headers: { ...rejected.headers },
    bytes: rejected.value.length,
    truncated: rejected.truncated,
    rejectedAt: rejected.rejectedAt.toISOString(),
    republishedAt: rejected.republishedAt?.toISOString() ?? null,
  };
}
