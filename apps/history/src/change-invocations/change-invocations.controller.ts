import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { RefusedFor } from '@casewire/rest';
import type { LedgerTransaction } from '@casewire/invocation-ledger';
import { invocationIdSchema } from '../show-history/history-query.ts';
import { invocationSchema } from '../show-history/invocation-view.ts';
import { InvocationChanger } from './invocation-changer.ts';

/** Requests by hand: retry and cancel. */
@Controller('v1/invocations')
export class ChangeInvocationsController {
  readonly #changer: InvocationChanger;

  constructor(changer: InvocationChanger) {
    this.#changer = changer;
  }

  @Post(':id/retry')
  @RefusedFor('invalid-state')
  @HttpCode(202)
  @RequireScope('replay')
  @ApiOperation({
    summary: 'Send an invocation again, now, whatever became of it',
    description:
      'A request that would change nothing is answered 409, with a `reason`: `in-flight` or `due` while it is sent anyway, `just-asked` within two seconds after another request, `held` while it waits for another invocation (`holder`), `webhook-paused` while its webhook is paused, `probe-out` while a probe finds out whether its receiver is back (at other times it is sent as the next probe), `receiver-unavailable` while what has waited for its receiver is sent little by little, `no-body` where there is nothing to send.',
  })
  @ApiResponse({ status: 202, standardSchema: invocationSchema })
  retry(
    @Param('id', { schema: invocationIdSchema }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
  ) {
    return this.#changer.retry(once, identity, id);
  }

  @Post(':id/cancel')
  @RefusedFor('invalid-state')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({ summary: 'Send an invocation no more' })
  @ApiResponse({ status: 200, standardSchema: invocationSchema })
  cancel(
    @Param('id', { schema: invocationIdSchema }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
  ) {
    return this.#changer.cancel(once, identity, id);
  }
}
