import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { attemptViewSchema } from '@casewire/events';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, sightOf, type Identity } from '@casewire/identity';
import { hiddenSidesSchema, maskExchange } from '@casewire/masking';
import { RefusedFor, uuidCursor } from '@casewire/rest';
import { z } from 'zod';
import { typeNameSchema } from '../event-types/event-type-schema.ts';
import { TestSends } from './test-sends.ts';

const idSchema = uuidCursor;

/** Body of POST /v1/webhooks/{id}/test; it may be left out. */
const testRequestSchema = z
  .strictObject({
    eventType: typeNameSchema
      .optional()
      .describe(
        'Default: the first event type that the webhook lists by name, if all of those are of one family.',
      ),
    revealAnswer: z
      .boolean()
      .default(false)
      .describe(
        'Shows a session what the receiver answers. Needs the scope `payloads`, and is recorded in the audit before the test is sent.',
      ),
  })
  .meta({ examples: [{ eventType: 'workflow.completed' }] })
  .prefault({});

const sentSchema = attemptViewSchema.extend({ hidden: hiddenSidesSchema });

/** Lets the owner of a webhook see whether its requests arrive. */
@Controller('v1/webhooks/:id/test')
export class TestSendsController {
  readonly #tests: TestSends;

  constructor(tests: TestSends) {
    this.#tests = tests;
  }

  @Post()
  @RefusedFor('invalid-state')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Send a test',
    description:
      "Sends the event type's example once, now, signed like a delivery, with the header `webhook-test: true`, also to a " +
      'disabled webhook. The answer is the attempt, whatever the receiver said; nothing appears in history or statistics.',
  })
  @ApiResponse({ status: 200, standardSchema: sentSchema })
  async send(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: testRequestSchema }) request: z.output<typeof testRequestSchema>,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once,
  ): Promise<z.infer<typeof sentSchema>> {
    const sent = await once.withHold(() => this.#tests.send(identity, id, request));
    // The data is an example: only what the receiver adds can be sensitive.
    return request.revealAnswer || sightOf(identity) === 'all' ? sent : maskExchange(sent, false);
  }
}
