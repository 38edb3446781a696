import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import type { LedgerTransaction } from '@casewire/invocation-ledger';
import { pageSchema, RefusedFor } from '@casewire/rest';
import type { Response } from 'express';
import { z } from 'zod';
import { FailureGroups } from './failure-groups.ts';
import {
  failureGroupIdSchema,
  failuresQuerySchema,
  ignoreRequestSchema,
  type FailuresQuery,
  type IgnoreRequest,
} from './failure-query.ts';
import { failureGroupSchema } from './failure-view.ts';

const retrySchema = z.object({
  replayId: z.uuid().nullable().describe('Null where there is nothing to send.'),
  count: z.int().describe('What there is to send; from a million on, at least as much.'),
});

/** Failures, grouped by webhook, event type and class. */
@Controller('v1/failures')
export class FailuresController {
  readonly #groups: FailureGroups;

  constructor(groups: FailureGroups) {
    this.#groups = groups;
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'List failure groups: what fails, by webhook, event type and class' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(failureGroupSchema) })
  list(@Query({ schema: failuresQuerySchema }) query: FailuresQuery, @CurrentIdentity() identity: Identity) {
    return this.#groups.list(tenantScope(identity), query);
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ summary: 'Read a failure group: what it means, what to do, and how much there is' })
  @ApiResponse({ status: 200, standardSchema: failureGroupSchema })
  get(@Param('id', { schema: failureGroupIdSchema }) id: string, @CurrentIdentity() identity: Identity) {
    return this.#groups.get(tenantScope(identity), id);
  }

  @Post(':id/retry')
  @RefusedFor('already-exists', 'invalid-state', 'limit-reached')
  @HttpCode(202)
  @RequireScope('replay')
  @ApiOperation({
    summary: 'Send again what has failed in a failure group',
    description:
      'A replay of exactly these invocations begins: `GET /v1/replays/{id}` tells how far it is. What waits is sent anyway, and what has no body cannot be sent. A webhook has one replay at a time; a second one is answered 409 with the `id` of the first. Where there is nothing to send, the answer is 200 and nothing begins.',
  })
  @ApiResponse({ status: 202, standardSchema: retrySchema })
  @ApiResponse({ status: 200, description: 'Nothing has begun.', standardSchema: retrySchema })
  async retry(
    @Param('id', { schema: failureGroupIdSchema }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
    @Res({ passthrough: true }) response: Response,
  ) {
    const begun = await this.#groups.retry(once, identity, id);
    if (begun.replayId === null) response.status(200);
    return begun;
  }

  @Post(':id/ignore')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Ignore a failure group until an instant, or until something of it fails again',
    description:
      'It is counted as before, and `ignored` says that nobody needs to look at it: `GET /v1/attention` leaves it out.',
  })
  @ApiResponse({ status: 200, standardSchema: failureGroupSchema })
  ignore(
    @Param('id', { schema: failureGroupIdSchema }) id: string,
    @Body({ schema: ignoreRequestSchema }) { until }: IgnoreRequest,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
  ) {
    return this.#groups.ignore(once, identity, id, until?.getTime() ?? Infinity);
  }

  @Post(':id/unignore')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({ summary: 'Ignore a failure group no longer' })
  @ApiResponse({ status: 200, standardSchema: failureGroupSchema })
  unignore(
    @Param('id', { schema: failureGroupIdSchema }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
  ) {
    return this.#groups.ignore(once, identity, id, null);
  }
}
