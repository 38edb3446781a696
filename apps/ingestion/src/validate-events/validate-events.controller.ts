import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { describeReasons } from '@casewire/events';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { Problem, RequestBody } from '@casewire/rest';
import type { Request } from 'express';
import { z } from 'zod';
import { documentedEvent } from '../publish-events/documented-events.ts';
import { readRequest } from '../publish-events/read-request.ts';
import { EventValidator } from './event-validator.ts';

const validationSchema = z.object({
  accepted: z.boolean(),
  reason: z
    .string()
    .optional()
    .describe(describeReasons('Why it would not be accepted.', ['rejected-event'])),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  webhooks: z.array(
    z.object({
      id: z.string(),
      matched: z.boolean(),
      why: z.string(),
      body: z
        .string()
        .nullable()
        .describe('The exact text that would be sent; of all webhooks together up to 4 MiB.'),
    }),
  ),
});

/** A dry run of an event. Nothing is stored or sent. */
@Controller('v1/events')
export class ValidateEventsController {
  readonly #validator: EventValidator;

  constructor(validator: EventValidator) {
    this.#validator = validator;
  }

  @Post('validate')
  @HttpCode(200)
  @RequireScope('read')
  @ApiOperation({
    summary: 'Ask what would become of an event',
    description: 'One CloudEvent in structured or binary mode. Nothing is stored or sent.',
  })
  @ApiConsumes('application/cloudevents+json', 'application/json')
  @ApiBody({ schema: documentedEvent })
  @ApiResponse({ status: 200, standardSchema: validationSchema })
  async validate(
    @Body() body: RequestBody,
    @Req() request: Request,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.infer<typeof validationSchema>> {
    const { isBatch, events } = readRequest(request.headersDistinct, body);
    const [event] = events;
    if (isBatch || event === undefined) {
      throw new Problem('unsupported-media-type', {
        detail: 'one event is validated at a time; send no batch',
      });
    }
    const validation = await this.#validator.validate(event, tenantScope(identity));
    if (!validation.accepted) {
      const { reason, path, message } = validation.rejection;
      return { accepted: false, reason, errors: [{ path, message }], webhooks: [] };
    }
    return {
      accepted: true,
      webhooks: validation.webhooks.map(({ webhookId, ...explanation }) => ({
        id: webhookId,
        ...explanation,
      })),
    };
  }
}
