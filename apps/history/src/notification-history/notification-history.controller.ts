import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { notificationHistory } from '@casewire/families';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import type { Response } from 'express';
import { notificationQuerySchema, type NotificationQuery } from './notification-query.ts';
import { NotificationReader } from './notification-reader.ts';

/** The history in the form of the one system that documents a history of its own; it always shows payloads. */
@Controller('api/v3/notifications/webhook/history')
@RequireScope('payloads')
export class NotificationHistoryController {
  readonly #reader: NotificationReader;

  constructor(reader: NotificationReader) {
    this.#reader = reader;
  }

  @Get()
  @ApiOperation({
    summary: 'Read what webhooks were sent, oldest first',
    description:
      'To follow it, pass the last id as `after` until `has_next` is false: no invocation is skipped or repeated, also while deliveries go on.',
  })
  @ApiResponse({ status: 200, standardSchema: notificationHistory.schema })
  async list(
    @Query({ schema: notificationQuerySchema }) query: NotificationQuery,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    const page = await this.#reader.read(tenantScope(identity), query);
    response.type('application/json').send(page);
  }
}
