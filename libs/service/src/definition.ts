import type { ConfigSchema, ServiceConfig } from '@casewire/config';
import type { Logger, Metrics } from '@casewire/observability';
import type { DynamicModule, Type } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { z } from 'zod';
import type { ReadinessCheck } from './health/readiness.ts';
import type { Loop } from './loop.ts';
import type { ProcessResources } from './process-resources.ts';

/** The platform that a service is composed with. */
export interface Platform<C> {
  readonly config: C;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What the services of the process share. */
  readonly resources: ProcessResources;
}

/** The parts of a service. Composing opens no connection: `start` does that. */
export interface ServiceParts {
  /** Controllers and providers. None of them repeats work by a timer of its own: `loops` do that. */
  readonly module: Type | DynamicModule;
  /** The consumer, bound to the module's batch handlers; its `ready` appears at `/readyz` as `kafka`. */
  readonly strategy?: CustomTransportStrategy & { readonly ready: boolean };
  /** Checks that `/readyz` runs and reports, by name. */
  readonly checks?: Readonly<Record<string, ReadinessCheck>>;
  /**
   * Runs when HTTP listens, before the loops begin and the consumer joins: starts producers, makes topics, makes
   * partitions for the first record. It is repeated with growing pauses while its error `isTransient`; any other ends the
   * process.
   */
  readonly start?: (signal: AbortSignal) => Promise<void>;
  /**
   * Work that the service repeats by itself. Loops begin when `start` is done, before the consumer joins, and end
   * first: the service waits for the rounds under way before the consumer and the pools close.
   */
  readonly loops?: readonly Loop[];
  /** Runs last, when requests and batches in flight are done: stops producers, closes pools. */
  readonly stop?: () => Promise<void>;
  /** Whether a fault passes by itself: it is answered 503 over HTTP, and `start` is tried again. */
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
