import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { testSendSchema, type ReleaseOutcome, type TestSend } from '@casewire/events';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { TestSender } from './test-sender.ts';

/** For other services: the gateway passes no request on to it. */
@Controller('internal/test-sends')
export class TestSendsController {
  readonly #sender: TestSender;

  constructor(sender: TestSender) {
    this.#sender = sender;
  }

  @Post()
  @HttpCode(200)
  @RequireScope('write')
  send(
    @Body({ schema: testSendSchema }) test: TestSend,
    @CurrentIdentity() identity: Identity,
  ): Promise<ReleaseOutcome> {
    return this.#sender.send(tenantScope(identity), test);
  }
}
