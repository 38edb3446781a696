import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { page, pageParameters, pageSchema, Problem } from '@casewire/rest';
import { z } from 'zod';
import { EventInspector } from './event-inspector.ts';
import { eventSchema, toEventView } from './event-view.ts';

const uidSchema = z.uuid();
const instantSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const querySchema = z.strictObject({
  ...pageParameters(),
  after: uidSchema.optional(),
  before: uidSchema.optional(),
  type: z.string().max(512).optional(),
  subject: z.string().max(512).optional(),
  correlationId: z.string().max(512).optional(),
  since: instantSchema.optional().describe('Accepted at or after.'),
  until: instantSchema.optional().describe('Accepted before.'),
});

const inspectedSchema = eventSchema.extend({
  attributes: z.record(z.string(), z.string()),
  data: z.unknown().describe('With the scope `payloads`.'),
  invocations: z.array(
    z.object({ id: z.uuid(), webhookId: z.string(), status: z.string(), attempts: z.int() }),
  ),
  matched: z.int(),
  why: z
    .array(z.object({ webhookId: z.string(), matched: z.boolean(), why: z.string() }))
    .describe('Of the webhooks that have no invocation, as they are now: why not.'),
});

/** Accepted events and what came of them. */
@Controller('v1/events')
export class EventsController {
  readonly #inspector: EventInspector;

  constructor(inspector: EventInspector) {
    this.#inspector = inspector;
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'List accepted events' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(eventSchema) })
  async list(
    @Query({ schema: querySchema }) query: z.infer<typeof querySchema>,
    @CurrentIdentity() identity: Identity,
  ) {
    const { rows, hasNext } = await this.#inspector.list(tenantScope(identity), query, query);
    return page(rows.map(toEventView), hasNext);
  }

  @Get(':uid')
  @RequireScope('read')
  @ApiOperation({ summary: 'Read an event with its invocations, and why other webhooks have none' })
  @ApiResponse({ status: 200, standardSchema: inspectedSchema })
  async get(@Param('uid', { schema: uidSchema }) uid: string, @CurrentIdentity() identity: Identity) {
    const inspected = await this.#inspector.inspect(tenantScope(identity), uid);
    if (inspected === undefined) throw new Problem('not-found', { detail: 'there is no such event' });
    const { event, invocations, explanations } = inspected;
    return {
      ...toEventView(event),
      attributes: event.attributes,
      ...(identity.scopes.includes('payloads') && {
        data: JSON.parse(event.data.toString('utf8')) as unknown,
      }),
      invocations,
      matched: invocations.length,
      why: explanations.map(({ webhookId, matched, why }) => ({ webhookId, matched, why })),
    };
  }
}
