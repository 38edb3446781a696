import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { instantSchema, type EventAttributes } from '@casewire/events';
import type { ListedEvent } from '@casewire/event-store';
import { CurrentIdentity, RequireScope, sightOf, tenantScope, type Identity } from '@casewire/identity';
import type { OutcomesOfEvent } from '@casewire/invocation-ledger';
import { hiddenSchema, type Masked } from '@casewire/masking';
import {
  AnswersRawJson,
  listQuery,
  page,
  pageSchema,
  Problem,
  RawJson,
  rowProblemsSchema,
  shownInstant,
  shownRow,
  uuidCursor,
} from '@casewire/rest';
import { z } from 'zod';
import { EventInspector, type InspectedEvent } from './event-inspector.ts';

const uidSchema = uuidCursor;
const text = z.string().max(512);
const querySchema = listQuery(
  { cursor: uidSchema },
  {
    type: text.optional(),
    subject: text.optional(),
    correlationId: text.optional(),
    since: instantSchema.optional().describe('Accepted at or after.'),
    until: instantSchema.optional().describe('Accepted before.'),
    outcomes: z
      .enum(['true'])
      .optional()
      .describe('Shows of each event how its invocations have ended. Default: it does not.'),
  },
);

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
  problems: rowProblemsSchema,
});

const listedSchema = eventSchema.extend({
  outcomes: z
    .object({ delivered: z.int(), failed: z.int(), cancelled: z.int(), waiting: z.int() })
    .optional()
    .describe(
      'Where it is asked for: how many of its invocations have ended how, or have not ended; up to 1,000 of them are counted.',
    ),
});

const inspectedSchema = eventSchema.extend({
  attributes: z.record(z.string(), z.string()),
  data: z
    .unknown()
    .optional()
    .describe(
      'With the scope `payloads`: as upstream wrote it, character for character: numbers have all their digits.',
    ),
  dataBase64: z
    .string()
    .optional()
    .describe(
      'With the scope `payloads`: the exact bytes of `data`. Like it, it is absent where all is hidden.',
    ),
  hidden: hiddenSchema,
  invocations: z.array(
    z.object({ id: z.uuid(), webhookId: z.string(), status: z.string(), attempts: z.int() }),
  ),
  matched: z.int(),
  why: z
    .array(z.object({ webhookId: z.string(), matched: z.boolean(), why: z.string() }))
    .describe(
      'Why each webhook that has no invocation got nothing, by its settings of now. Of a filter, `why` has the expression, and its value for who sees all of `data`; for others the kind of the value.',
    ),
});

/** Of an event that no webhook has got. */
const NO_OUTCOMES: OutcomesOfEvent = { delivered: 0, failed: 0, cancelled: 0, waiting: 0 };

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
  @ApiResponse({ status: 200, standardSchema: pageSchema(listedSchema) })
  async list(
    @Query({ schema: querySchema }) query: z.infer<typeof querySchema>,
    @CurrentIdentity() identity: Identity,
  ) {
    const { rows, hasNext } = await this.#inspector.list(tenantScope(identity), query, query);
    if (query.outcomes === undefined) return page(rows.map(toEventView), hasNext);
    const outcomes = await this.#inspector.outcomesOf(rows);
    return page(
      rows.map((event) => ({ ...toEventView(event), outcomes: outcomes.get(event.uid) ?? NO_OUTCOMES })),
      hasNext,
    );
  }

  @Get(':uid')
  @AnswersRawJson()
  @RequireScope('read')
  @ApiOperation({ summary: 'Read an event with its invocations, and why other webhooks have none' })
  @ApiResponse({ status: 200, standardSchema: inspectedSchema })
  async get(@Param('uid', { schema: uidSchema }) uid: string, @CurrentIdentity() identity: Identity) {
    const inspected = await this.#inspector.inspect(tenantScope(identity), uid, sightOf(identity));
    if (inspected === undefined) throw new Problem('not-found', { detail: 'there is no such event' });
    const { event, data, invocations, explanations } = inspected;
    return {
      ...shownRow({
        ...viewMakers(event),
        attributes: () => event.attributes,
        ...(data !== undefined && dataMakers(data)),
        why: () => shownExplanations(explanations),
      }),
      invocations,
      matched: invocations.length,
    };
  }
}

function dataMakers({ bytes, hidden }: Masked) {
  return {
    ...(bytes !== null && { data: () => RawJson.of(bytes), dataBase64: () => bytes.toString('base64') }),
    ...(hidden !== undefined && { hidden: () => hidden }),
  };
}

/** @throws TypeError if there are none */
function shownExplanations(explanations: InspectedEvent['explanations']) {
  if (explanations === undefined) throw new TypeError('cannot be told, because the event cannot be read');
  return explanations.map(({ webhookId, matched, why }) => ({ webhookId, matched, why }));
}

function toEventView(event: ListedEvent) {
  return shownRow(viewMakers(event));
}

function viewMakers({ uid, acceptedAt, attributes }: ListedEvent) {
  const attribute = (name: keyof EventAttributes) => () => attributes[name] ?? null;
  return {
    uid: () => uid,
    id: attribute('id'),
    source: attribute('source'),
    type: attribute('type'),
    subject: attribute('subject'),
    environment: attribute('environment'),
    correlationId: attribute('correlationid'),
    definitionId: attribute('workflowdefinitionid'),
    runtimeId: attribute('workflowruntimeid'),
    time: attribute('time'),
    acceptedAt: () => shownInstant(acceptedAt),
  };
}
