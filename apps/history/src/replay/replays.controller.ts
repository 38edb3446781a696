import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import type { LedgerTransaction } from '@casewire/invocation-ledger';
import { pageSchema, RefusedFor, uuidCursor } from '@casewire/rest';
import type { Response } from 'express';
import { z } from 'zod';
import {
  replayRequestSchema,
  replaysQuerySchema,
  webhookIdSchema,
  type ReplayRequestBody,
  type ReplaysQuery,
} from './replay-schema.ts';
import { replaySchema } from './replay-view.ts';
import { Replayer } from './replayer.ts';

const begunSchema = z.object({
  id: z.uuid().nullable().describe('Null where nothing was begun.'),
  count: z.int().describe('What there is to send; from a million on, at least as much.'),
});

/** Replays: what was sent, or should have been, is sent again. */
@Controller('v1')
export class ReplaysController {
  readonly #replayer: Replayer;

  constructor(replayer: Replayer) {
    this.#replayer = replayer;
  }

  @Post('webhooks/:id/replay')
  @RefusedFor('already-exists', 'invalid-state', 'limit-reached')
  @HttpCode(202)
  @RequireScope('replay')
  @ApiOperation({
    summary: 'Send again what a webhook got, or should have got, in a stretch of time',
    description:
      'Live traffic goes first: a replay leaves it half of what the webhook takes at once. A webhook has one replay at a time; a second one is answered 409 with the `id` of the first. With `dryRun`, and where there is nothing to send, the answer is 200 and nothing begins.',
  })
  @ApiResponse({ status: 202, standardSchema: begunSchema })
  @ApiResponse({ status: 200, description: 'Nothing has begun.', standardSchema: begunSchema })
  async begin(
    @Param('id', { schema: webhookIdSchema }) id: string,
    @Body({ schema: replayRequestSchema }) body: ReplayRequestBody,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
    @Res({ passthrough: true }) response: Response,
  ) {
    const begun = await this.#replayer.begin(once, identity, id, body);
    if (begun.id === null) response.status(200);
    return begun;
  }

  @Get('replays')
  @RequireScope('read')
  @ApiOperation({ summary: 'List replays' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(replaySchema) })
  list(@Query({ schema: replaysQuerySchema }) query: ReplaysQuery, @CurrentIdentity() identity: Identity) {
    return this.#replayer.list(tenantScope(identity), query);
  }

  @Get('replays/:id')
  @RequireScope('read')
  @ApiOperation({ summary: 'Read a replay with its progress' })
  @ApiResponse({ status: 200, standardSchema: replaySchema })
  get(@Param('id', { schema: uuidCursor }) id: string, @CurrentIdentity() identity: Identity) {
    return this.#replayer.get(tenantScope(identity), id);
  }

  @Post('replays/:id/pause')
  @Changing('Start nothing more until it is resumed')
  pause(
    @Param('id', { schema: uuidCursor }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
  ) {
    return this.#replayer.change(once, identity, id, 'pause');
  }

  @Post('replays/:id/resume')
  @Changing('Go on with a paused replay')
  resume(
    @Param('id', { schema: uuidCursor }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
  ) {
    return this.#replayer.change(once, identity, id, 'resume');
  }

  @Post('replays/:id/cancel')
  @Changing('End a replay: start nothing more')
  cancel(
    @Param('id', { schema: uuidCursor }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
  ) {
    return this.#replayer.change(once, identity, id, 'cancel');
  }
}

/** A request that changes a replay and is answered with it. */
function Changing(summary: string): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    RequireScope('replay'),
    RefusedFor('invalid-state'),
    ApiOperation({
      summary,
      description: 'What the replay has started goes on. A replay that has ended is answered 409.',
    }),
    ApiResponse({ status: 200, standardSchema: replaySchema }),
  );
}
