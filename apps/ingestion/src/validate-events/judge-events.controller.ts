import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { encodeJudgedEvent } from '@casewire/events';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { RequestBody } from '@casewire/rest';
import { readStructured } from '../admission/envelope.ts';
import { orRejected } from '../admission/rejection.ts';
import { EventValidator } from './event-validator.ts';

/** For other services, which ask what an event would be: the gateway passes no request on to it. */
@ApiExcludeController()
@Controller('internal/judged-events')
export class JudgeEventsController {
  readonly #validator: EventValidator;

  constructor(validator: EventValidator) {
    this.#validator = validator;
  }

  @Post()
  @HttpCode(200)
  @RequireScope('read')
  async judge(@Body() { bytes }: RequestBody, @CurrentIdentity() identity: Identity) {
    const reading = orRejected(() => readStructured(bytes));
    const judged = await this.#validator.judge(reading, tenantScope(identity));
    return encodeJudgedEvent(
      'kind' in judged ? { kind: 'rejected', ...judged.rejection } : { kind: 'accepted', event: judged },
    );
  }
}
