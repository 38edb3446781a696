import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { AcceptedEvent } from '@casewire/events';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { page, pageParameters, pageSchema, Problem } from '@casewire/rest';
import { z } from 'zod';
import { EventInspector } from './event-inspector.ts';

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

/** An event in a list. */
const eventSchema = z.object({
  uid: z.uuid(),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string().nullable(),
  environment: z.string(),
  correlationId: z.string().nullable(),
  definitionId: z.string().nullable(),
  runtimeId: z.string().nullable(),
  time: z.string(),
  acceptedAt: z.iso.datetime(),
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
    .describe('Why each webhook that has no invocation got nothing, by its settings of now.'),
});

/** Accepted events, with their invocations. */
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

function toEventView({ uid, acceptedAt, attributes }: AcceptedEvent): z.infer<typeof eventSchema> {
  return {
    uid,
    id: attributes.id,
    source: attributes.source,
    type: attributes.type,
    subject: attributes.subject ?? null,
    environment: attributes.environment,
    correlationId: attributes.correlationid ?? null,
    definitionId: attributes.workflowdefinitionid ?? null,
    runtimeId: attributes.workflowruntimeid ?? null,
    time: attributes.time,
    acceptedAt: new Date(acceptedAt).toISOString(),
  };
}
