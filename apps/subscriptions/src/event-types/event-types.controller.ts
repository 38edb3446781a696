import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { pageSchema, type Page } from '@casewire/rest';
import { namePageQuery, type NamePageQuery } from '../paging/page-queries.ts';
import {
  eventTypeInputSchema,
  eventTypeSchema,
  typeNameSchema,
  type EventTypeInput,
  type EventTypeView,
} from './event-type-schema.ts';
import { EventTypes } from './event-types.ts';

/** The event types that a tenant can publish and subscribe to. */
@Controller('v1/event-types')
export class EventTypesController {
  readonly #types: EventTypes;

  constructor(types: EventTypes) {
    this.#types = types;
  }

  @Get()
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
    return this.#types.list(tenantScope(identity).tenantId, query);
  }

  @Put(':type')
  @RequireScope('write')
  @ApiOperation({ summary: 'Register or replace an own event type' })
  @ApiResponse({ status: 200, standardSchema: eventTypeSchema })
  put(
    @Param('type', { schema: typeNameSchema }) type: string,
    @Body({ schema: eventTypeInputSchema }) body: EventTypeInput,
    @CurrentIdentity() identity: Identity,
  ): Promise<EventTypeView> {
    return this.#types.put(tenantScope(identity).tenantId, type, body);
  }

  @Delete(':type')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Remove an own event type', description: 'Later events of it are rejected.' })
  async delete(
    @Param('type', { schema: typeNameSchema }) type: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#types.delete(tenantScope(identity).tenantId, type);
  }
}
