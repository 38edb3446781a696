import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { limits, urlCheckResults } from '@casewire/webhook-settings';
import { z } from 'zod';
import { UrlChecks } from './url-checks.ts';

/** Body of POST /v1/webhooks/check-url. */
const checkRequestSchema = z
  .strictObject({ url: z.string().min(1).max(limits.urlCharacters).describe('As in POST /v1/webhooks.') })
  .meta({ examples: [{ url: 'https://receiver.example/hooks' }] });

const checkSchema = z.object({
  result: z
    .enum(urlCheckResults)
    .describe(
      '`reachable`: a delivery could send its request. `blocked-target`: the name leads to a private or special address. `dns-error`: the name was not found. `connection-error`: nobody listens there. `tls-error`: the certificate or the handshake was refused, by what all webhooks trust; `tls` of a webhook can differ. `timeout`: no answer within 10 s.',
    ),
});

/** Lets whoever registers a webhook see whether its address can be reached. */
@Controller('v1/webhooks/check-url')
export class CheckUrlsController {
  readonly #checks: UrlChecks;

  constructor(checks: UrlChecks) {
    this.#checks = checks;
  }

  @Post()
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Ask whether deliveries reach a URL',
    description:
      'Looks the name up, vets its address, connects and shakes hands as a delivery would, and closes the connection: no request is sent. The answer is one of a few words, and has nothing that the receiver said. Ten times a minute. A URL that could not be registered is refused with 422.',
  })
  @ApiResponse({ status: 200, standardSchema: checkSchema })
  async check(
    @Body({ schema: checkRequestSchema }) { url }: z.infer<typeof checkRequestSchema>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.infer<typeof checkSchema>> {
    return { result: await this.#checks.check(identity, url) };
  }
}
