import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { objectMembers } from '@casewire/events';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { fieldErrors, Problem, RefusedFor, RequestBody } from '@casewire/rest';
import { z } from 'zod';
import { Republisher } from './republisher.ts';

const idSchema = z.uuid();
const requestSchema = z.strictObject({ data: z.unknown() }).partial();
const publishedSchema = z.object({ id: z.string(), source: z.string(), uid: z.uuid() });

/** Publishes rejected records again, as they were or with corrected data. */
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
      'As a new event with the original attributes, and `data` instead of the original where it is given.',
  })
  @ApiBody({
    schema: {
      type: 'object',
      properties: { data: { description: 'Instead of what was rejected.' } },
      additionalProperties: false,
      examples: [{ data: { amount: 1.5 } }],
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
    const data = correctedData(body);
    return once.withHold(() => this.#republisher.republish(identity, id, data));
  }
}

/** The bytes of `data` as they were sent: numbers keep their spelling. */
function correctedData(body: RequestBody): Buffer | undefined {
  const parsed = requestSchema.safeParse(body.json() ?? {});
  if (!parsed.success) throw new Problem('validation-failed', { errors: fieldErrors(parsed.error.issues) });
  return 'data' in parsed.data ? objectMembers(body.bytes).get('data') : undefined;
}
