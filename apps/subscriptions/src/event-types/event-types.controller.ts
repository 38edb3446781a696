import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { AnswersRawJson, type Page, pageSchema, Problem, RefusedFor, RequestBody } from '@casewire/rest';
import type { EntityManager } from 'typeorm';
import { namePageQuery, type NamePageQuery } from '../paging/page-queries.ts';
import { toEventTypeView } from './catalogue.ts';
import {
  copySchema,
  eventTypeInputSchema,
  eventTypeSchema,
  ownTypeNameSchema,
  typeNameSchema,
  type CopyRequest,
  type EventTypeInput,
  type EventTypeView,
} from './event-type-schema.ts';
import { EventTypes } from './event-types.ts';

/** The event types that a tenant can publish and subscribe to in the environment of its key. */
@Controller('v1/event-types')
export class EventTypesController {
  readonly #types: EventTypes;

  constructor(types: EventTypes) {
    this.#types = types;
  }

  @Get()
  @AnswersRawJson()
  @RequireScope('read')
  @ApiOperation({
    summary: 'List event types',
    description: 'Those of the catalogue and the own ones, by name.',
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(eventTypeSchema) })
  list(
    @Query({ schema: namePageQuery }) query: NamePageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<EventTypeView>> {
    return this.#types.list(tenantScope(identity), query);
  }

  @Get(':type')
  @AnswersRawJson()
  @RequireScope('read')
  @ApiOperation({ summary: 'Read an event type' })
  @ApiResponse({ status: 200, standardSchema: eventTypeSchema })
  async get(
    @Param('type', { schema: typeNameSchema }) type: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<EventTypeView> {
    const found = await this.#types.find(tenantScope(identity), type);
    if (found === undefined) throw new Problem('not-found', { detail: 'there is no such event type' });
    return found;
  }

  @Put(':type')
  @RefusedFor('already-exists', 'limit-reached')
  @AnswersRawJson()
  @RequireScope('write')
  @ApiOperation({
    summary: 'Register or replace an own event type',
    description: 'In the environment of the key.',
  })
  @ApiResponse({ status: 200, standardSchema: eventTypeSchema })
  put(
    @Param('type', { schema: ownTypeNameSchema }) type: string,
    @Body({ schema: eventTypeInputSchema }) input: EventTypeInput,
    @Body() { bytes }: RequestBody,
    @CurrentIdentity() identity: Identity,
  ): Promise<EventTypeView> {
    return this.#types.put(identity, type, input, bytes);
  }

  @Post(':type/copy')
  @RefusedFor('already-exists', 'limit-reached')
  @HttpCode(200)
  @AnswersRawJson()
  @RequireScope('write')
  @ApiOperation({
    summary: 'Copy an own event type from the sandbox to production',
    description: "Makes or replaces production's. Only a production key or the operator's key may do it.",
  })
  @ApiResponse({ status: 200, standardSchema: eventTypeSchema })
  async copy(
    @Param('type', { schema: ownTypeNameSchema }) type: string,
    @Body({ schema: copySchema }) { to }: CopyRequest,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
  ): Promise<EventTypeView> {
    const { environment } = tenantScope(identity);
    if (!identity.operator && environment !== to) {
      throw new Problem('forbidden', { detail: `only a key for ${to} may write there` });
    }
    const copied = await once.inTransaction((manager) =>
      this.#types.copyToProduction(manager, identity, type),
    );
    return toEventTypeView(copied);
  }

  @Delete(':type')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Remove an own event type',
    description: 'In the environment of the key. Later events of it are rejected there.',
  })
  async delete(
    @Param('type', { schema: ownTypeNameSchema }) type: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#types.delete(identity, type);
  }
}
