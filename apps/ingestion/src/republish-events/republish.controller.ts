import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { objectMembers } from '@casewire/events';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { fieldErrors, Problem, RefusedFor, RequestBody, uuidCursor } from '@casewire/rest';
import { z } from 'zod';
import type { Corrections } from './correct-record.ts';
import { Republisher } from './republisher.ts';

const idSchema = uuidCursor;
/** Names of attributes: those of CloudEvents 1.0.2, section 3.1.1, without the member that is none. */
const nameSchema = z
  .string()
  .regex(/^(?!data$)[a-z0-9]+$/, 'attribute names are lower-case letters and digits, and `data` is none');
const requestSchema = z
  .strictObject({ data: z.unknown(), attributes: z.record(nameSchema, z.string().nullable()) })
  .partial();
const publishedSchema = z.object({ id: z.string(), source: z.string(), uid: z.uuid() });

/** Publishes rejected records again, as they were or corrected. */
@Controller('v1/rejected-events')
export class RepublishController {
  readonly #republisher: Republisher;

  constructor(republisher: Republisher) {
    this.#republisher = republisher;
  }

  @Post(':id/republish')
  @RefusedFor('invalid-state', 'event-rejected')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Publish a rejected event again',
    description:
      'As a new event with the original attributes and data, or with those of the request. The operator, who names no tenant in the headers, may give it to a tenant by the attributes `tenantid` and `environment`; anybody else’s events stay their own.',
  })
  @ApiBody({
    schema: {
      type: 'object',
      properties: {
        data: { description: 'Instead of what was rejected.' },
        attributes: {
          type: 'object',
          additionalProperties: { type: ['string', 'null'] },
          description: 'Instead of those of the original, by name. Null leaves one out. Others are kept.',
        },
      },
      additionalProperties: false,
      examples: [{ data: { amount: 1.5 }, attributes: { type: 'claim.paid', subject: null } }],
    },
    required: false,
  })
  @ApiResponse({ status: 202, standardSchema: publishedSchema })
  republish(
    @Param('id', { schema: idSchema }) id: string,
    @Body() body: RequestBody,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once,
  ): Promise<z.infer<typeof publishedSchema>> {
    const corrections = correctionsIn(body);
    return once.withHold(() => this.#republisher.republish(identity, id, corrections));
  }
}

/** The bytes of `data` are those that were sent: numbers keep their spelling. */
function correctionsIn(body: RequestBody): Corrections {
  const parsed = requestSchema.safeParse(body.json() ?? {});
  if (!parsed.success) throw new Problem('validation-failed', { errors: fieldErrors(parsed.error.issues) });
  return {
    data: 'data' in parsed.data ? objectMembers(body.bytes).get('data') : undefined,
    attributes: parsed.data.attributes ?? {},
  };
}
