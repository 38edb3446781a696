import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { CheckConnection } from '@casewire/http-client';
import { RequireScope } from '@casewire/identity';
import {
  originCheckSchema,
  urlCheckResults,
  type OriginCheck,
  type UrlCheckResult,
} from '@casewire/webhook-settings';

/** The caller waits for the answer. No connection of a delivery takes longer either. */
const DEADLINE_MS = 10_000;

/** Finds out how far a delivery would get before it sends its request. */
export class OriginChecks {
  readonly #checkConnection: CheckConnection;

  constructor(checkConnection: CheckConnection) {
    this.#checkConnection = checkConnection;
  }

  async resultOf(origin: string): Promise<UrlCheckResult> {
    const error = await this.#checkConnection(origin, DEADLINE_MS);
    if (error === undefined) return 'reachable';
    return urlCheckResults.find((result) => result === error.code) ?? 'connection-error';
  }
}

/** For other services: the gateway passes no request on to it. */
@Controller('internal/origin-checks')
export class OriginChecksController {
  readonly #checks: OriginChecks;

  constructor(checks: OriginChecks) {
    this.#checks = checks;
  }

  @Post()
  @HttpCode(200)
  @RequireScope('write')
  async check(
    @Body({ schema: originCheckSchema }) { origin }: OriginCheck,
  ): Promise<{ result: UrlCheckResult }> {
    return { result: await this.#checks.resultOf(origin) };
  }
}
