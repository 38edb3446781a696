import { isUtf8 } from 'node:buffer';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { describeReasons } from '@casewire/events';
import type { ListedRejectedEvent } from '@casewire/event-store';
import {
  CurrentIdentity,
  RequireScope,
  sightOf,
  visibleScope,
  type Identity,
  type Sight,
} from '@casewire/identity';
import { HIDDEN_TEXT, hiddenSchema } from '@casewire/masking';
import {
  listQuery,
  page,
  pageSchema,
  Problem,
  rowProblemsSchema,
  shownInstant,
  shownRow,
  uuidCursor,
} from '@casewire/rest';
import { z } from 'zod';
import { MAX_VALUE_BYTES } from '../limits.ts';
import { EventInspector } from './event-inspector.ts';

const idSchema = uuidCursor;
const text = z.string().max(MAX_VALUE_BYTES);
const querySchema = listQuery(
  { cursor: idSchema },
  {
    type: text.optional(),
    subject: text.optional().describe('Of an event that has no subject of its own: its run.'),
    eventId: text.optional().describe('The `id` that upstream gave the event.'),
    correlationId: text.optional(),
    unassigned: z
      .literal('true')
      .optional()
      .describe('Only events that name no tenant, which the operator alone sees.'),
  },
);

const headersSchema = z.record(z.string(), z.string());

const attributeSchema = z.string().nullable();

/** A rejected record; `value` is the original text, or base64 where it is not UTF-8. */
const rejectedEventSchema = z.object({
  id: z.uuid(),
  eventId: attributeSchema.describe(
    'Upstream’s. Like the attributes below, it is null where it could not be read.',
  ),
  type: attributeSchema,
  subject: attributeSchema.describe('Where the event has none of its own: its run.'),
  correlationId: attributeSchema,
  runtimeId: attributeSchema,
  reason: z.string().describe(describeReasons('Why it was not accepted.', ['rejected-event'])),
  path: z.string(),
  message: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  headers: headersSchema.describe(
    'With values of all of them for a key that has the scope `payloads`; for others, with those of attributes.',
  ),
  bytes: z.int(),
  truncated: z.boolean(),
  rejectedAt: z.iso.datetime(),
  republishedAt: z.iso.datetime().nullable(),
  value: z.string().optional(),
  valueBase64: z.string().optional(),
  hidden: hiddenSchema,
  problems: rowProblemsSchema,
});

/** Records that were not accepted. An operator who names no tenant sees those of all tenants and of none. */
@Controller('v1/rejected-events')
export class RejectedEventsController {
  readonly #inspector: EventInspector;

  constructor(inspector: EventInspector) {
    this.#inspector = inspector;
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({
    summary: 'List rejected events',
    description:
      'An event that names no tenant, or whose record cannot be read as one event, is listed for the operator alone. Filters find what could be read of an event when it was rejected, in either content mode: also the attributes in front of the place where its JSON breaks.',
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(rejectedEventSchema) })
  async list(
    @Query({ schema: querySchema }) query: z.infer<typeof querySchema>,
    @CurrentIdentity() identity: Identity,
  ) {
    const filter = { ...query, unassigned: query.unassigned === 'true' };
    const { rows, hasNext } = await this.#inspector.listRejected(visibleScope(identity), filter, query);
    const sight = sightOf(identity);
    return page(
      rows.map((rejected) => toRejectedEventView(rejected, sight)),
      hasNext,
    );
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({
    summary: 'Read a rejected event',
    description: 'With the scope `payloads`, its original bytes too.',
  })
  @ApiResponse({ status: 200, standardSchema: rejectedEventSchema })
  async get(@Param('id', { schema: idSchema }) id: string, @CurrentIdentity() identity: Identity) {
    const rejected = await this.#inspector.findRejected(visibleScope(identity), id);
    if (rejected === undefined) throw new Problem('not-found', { detail: 'there is no such rejected event' });
    const sight = sightOf(identity);
    const view = toRejectedEventView(rejected, sight);
    if (sight === 'none') return view;
    // Nothing says where in them anything stands.
    if (sight === 'masked') return { ...view, hidden: 'whole' as const };
    return isUtf8(rejected.value)
      ? { ...view, value: rejected.value.toString('utf8') }
      : { ...view, valueBase64: rejected.value.toString('base64') };
  }
}

function toRejectedEventView(rejected: ListedRejectedEvent, sight: Sight) {
  const { id, reason, path, message, origin, bytes, truncated } = rejected;
  const { eventId = null, type = null, subject = null, correlationId = null, runtimeId = null } = rejected;
  return {
    ...{ id, eventId, type, subject, correlationId, runtimeId },
    ...{ reason, path, message, topic: origin.topic, partition: origin.partition },
    offset: origin.offset.toString(),
    ...shownRow({
      headers: () => shownHeaders(rejected.headers, sight),
      bytes: () => bytes,
      truncated: () => truncated,
      rejectedAt: () => shownInstant(rejected.rejectedAt),
      republishedAt: () =>
        rejected.republishedAt === undefined ? null : shownInstant(rejected.republishedAt),
    }),
  };
}

/** Headers of a record that say what kind of an event it was to be. Upstream may put anything into others. */
const TELLING = /^(?:ce_.*|content-type|traceparent)$/i;

/** @throws TypeError if they are no object of texts */
function shownHeaders(stored: unknown, sight: Sight): Readonly<Record<string, string>> {
  const headers = headersSchema.safeParse(stored);
  if (!headers.success) throw new TypeError('are not stored as an object of texts');
  if (sight === 'all') return headers.data;
  return Object.fromEntries(
    Object.entries(headers.data).map(([name, value]) => [name, TELLING.test(name) ? value : HIDDEN_TEXT]),
  );
}
