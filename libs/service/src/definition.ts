import type { ConfigSchema } from '@casewire/config';
import type { Logger, Metrics } from '@casewire/observability';
import type { DynamicModule, Type } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { z } from 'zod';
import type { ReadinessCheck } from './health/readiness.ts';
import type { Loop } from './loop.ts';

/** Values of `serviceVariables`. */
export interface ServiceConfig {
  readonly PORT: number;
  readonly HOST: string;
  readonly LOG_LEVEL: string;
  readonly CASEWIRE_INTERNAL_KEY: string;
  readonly CASEWIRE_SHUTDOWN_TIMEOUT_MS: number;
}

/** What every service is given to compose itself from. */
export interface Platform<C> {
  readonly config: C;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What a service consists of. Composing opens no connection: that is for `start`. */
export interface ServiceParts {
  /** Controllers and providers. None of them repeats work by a timer of its own: `loops` do that. */
  readonly module: Type | DynamicModule;
  /** The consumer, bound to the module's batch handlers; its `ready` appears at `/readyz` as `kafka`. */
  readonly strategy?: CustomTransportStrategy & { readonly ready: boolean };
  /** What `/readyz` reports, by name: each true, or false for as long as it is away. */
  readonly checks?: Readonly<Record<string, ReadinessCheck>>;
  /**
   * Runs once HTTP listens and before the consumer joins: starts producers, makes topics. Repeated with back-off
   * while its error `isTransient`; any other error ends the process.
   */
  readonly start?: (signal: AbortSignal) => Promise<void>;
  /**
   * Work that the service repeats by itself. Loops begin when `start` is done, before the consumer joins, and end first:
   * the service waits for the rounds under way before the consumer and the pools close.
   */
  readonly loops?: readonly Loop[];
  /** Runs last, when requests and batches in flight are done: stops producers, closes pools. */
  readonly stop?: () => Promise<void>;
  /** Faults that pass by themselves: 503 over HTTP, another attempt at `start`. */
  readonly isTransient?: (error: unknown) => boolean;
  /** Largest request body in bytes; default 1 MiB. */
  readonly bodyLimitBytes?: number;
  /** Middleware that must see requests before their bodies are read. */
  readonly configure?: (app: NestExpressApplication) => void;
  /** Answers `/openapi.json`; default: the document made from the module's controllers. */
  readonly openApi?: () => Promise<object>;
}

export interface ServiceDefinition<C extends ServiceConfig> {
  /** `ingestion`, `matching`, ...: in logs, metrics and the OpenAPI document. */
  readonly name: string;
  readonly schema: ConfigSchema & z.ZodType<C>;
  readonly compose: (platform: Platform<C>) => ServiceParts | Promise<ServiceParts>;
}
