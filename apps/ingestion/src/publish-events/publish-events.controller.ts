import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { describeReasons } from '@casewire/events';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { Problem, RefusedFor, RequestBody } from '@casewire/rest';
import type { Request } from 'express';
import { z } from 'zod';
import { EventPublisher, type Publication } from './event-publisher.ts';
import { PublishLimits } from './publish-limits.ts';
import { documentedEvents } from './documented-events.ts';
import { readRequest } from './read-request.ts';

const publicationSchema = z.object({
  accepted: z.array(z.object({ id: z.string(), source: z.string(), uid: z.uuid() })),
  rejected: z.array(
    z.object({
      index: z.int(),
      code: z.string().describe(describeReasons('Why it is not accepted.', ['rejected-event'])),
      path: z.string(),
      message: z.string(),
    }),
  ),
});

/** The way in over HTTP. */
@Controller('v1/events')
export class PublishEventsController {
  readonly #publisher: EventPublisher;
  readonly #limits: PublishLimits;

  constructor(publisher: EventPublisher, limits: PublishLimits) {
    this.#publisher = publisher;
    this.#limits = limits;
  }

  @Post()
  @RefusedFor('event-rejected')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Publish events',
    description:
      'CloudEvents in structured, batched or binary mode. A batch may be accepted in part; 202 means kept.',
  })
  @ApiConsumes('application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json')
  @ApiBody({ schema: documentedEvents })
  @ApiResponse({ status: 202, standardSchema: publicationSchema })
  @ApiResponse({
    status: 429,
    description:
      'The tenant has published more than its setting `publishPerSecond` allows. A batch is taken whole; then nothing is taken until the rate has made up for it.',
    headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
  })
  async publish(
    @Body() body: RequestBody,
    @Req() request: Request,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once,
  ): Promise<z.infer<typeof publicationSchema>> {
    const { isBatch, count, events } = readRequest(request.headersDistinct, body);
    const scope = tenantScope(identity);
    return once.withHold(async () => {
      await this.#limits.admit(scope.tenantId, count);
      const caller = { ...scope, isKnown: !identity.operator };
      const publication = await this.#publisher.publish(events, caller, request.get('traceparent'));
      if (!isBatch) refuseRejected(publication);
      return {
        accepted: [...publication.accepted],
        rejected: publication.rejected.map(({ reason, ...rest }) => ({ ...rest, code: reason })),
      };
    });
  }
}

/** Answers a request whose only event is rejected. @throws Problem event-rejected */
function refuseRejected({ rejected }: Publication): void {
  const [rejection] = rejected;
  if (rejection === undefined) return;
  const { reason, path, message } = rejection;
  throw new Problem('event-rejected', { errors: [{ path, message }], extra: { reason } });
}
