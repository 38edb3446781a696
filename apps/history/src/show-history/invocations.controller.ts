import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, sightOf, tenantScope, type Identity } from '@casewire/identity';
import { AnswersRawJson, pageSchema, RefusedFor } from '@casewire/rest';
import { attemptSchema, attemptsQuerySchema, type AttemptsQuery } from './attempts.ts';
import { HistoryReader } from './history-reader.ts';
import { historyQuerySchema, invocationIdSchema, type HistoryQuery } from './history-query.ts';
import { explainedInvocationSchema, invocationSchema } from './invocation-view.ts';

/** Shows invocations and their attempts. */
@Controller('v1/invocations')
@RequireScope('read')
export class InvocationsController {
  readonly #reader: HistoryReader;

  constructor(reader: HistoryReader) {
    this.#reader = reader;
  }

  @Get()
  @RefusedFor('cursor-expired')
  @ApiOperation({ summary: 'List invocations, without their payloads' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(invocationSchema) })
  list(@Query({ schema: historyQuerySchema }) query: HistoryQuery, @CurrentIdentity() identity: Identity) {
    return this.#reader.list(tenantScope(identity), query);
  }

  @Get(':id')
  @AnswersRawJson()
  @ApiOperation({
    summary: 'Read an invocation and why it is where it is; with the scope `payloads`, also what it sends',
  })
  @ApiResponse({ status: 200, standardSchema: explainedInvocationSchema })
  get(@Param('id', { schema: invocationIdSchema }) id: string, @CurrentIdentity() identity: Identity) {
    return this.#reader.get(tenantScope(identity), id, sightOf(identity));
  }

  @Get(':id/attempts')
  @ApiOperation({
    summary: 'List the attempts of an invocation',
    description:
      'With the scope `payloads`, also the queries that were sent, and what receivers have answered.',
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(attemptSchema) })
  attempts(
    @Param('id', { schema: invocationIdSchema }) id: string,
    @Query({ schema: attemptsQuerySchema }) query: AttemptsQuery,
    @CurrentIdentity() identity: Identity,
  ) {
    return this.#reader.attempts(tenantScope(identity), id, query, sightOf(identity));
  }
}
