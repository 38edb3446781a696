import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceConfig } from '@casewire/config';
import { createIdentitySigner, IdentityGuard, readIdentities } from '@casewire/identity';
import { retryLevel, type Logger } from '@casewire/observability';
import {
  answerHeaders,
  buildOpenApi,
  ParsingPipe,
  ProblemFilter,
  requireKnownMethod,
  useRequestBodies,
} from '@casewire/rest';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { composeService, type ComposedService, type Composition } from './compose-service.ts';
import type { ServiceParts } from './definition.ts';
import { assessReadiness } from './health/readiness.ts';
import { nestLogger } from './nest-logger.ts';
import { InProcessListener } from './in-process-listener.ts';
import { ProcessResources } from './process-resources.ts';
import { rootModule } from './root.module.ts';
import { startUntilDone } from './start-until-done.ts';

export interface RunningService {
  /** `http://host:port` */
  readonly url: string;
  /** Resolves when the consumer begins to join, or the service was stopped before. Rejects if it cannot go on. */
  readonly started: Promise<void>;
  /** Lets rounds of loops, requests and batches in flight finish, then closes what the service opened. Idempotent. */
  stop(): Promise<void>;
}

const DEFAULT_BODY_LIMIT_BYTES = 1024 * 1024;

/** Longer than in the gateway's agent, so that the gateway never sends into a connection that is being closed. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

const HEADERS_TIMEOUT_MS = 15_000;

/** How long a client may take to send one request. */
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Starts a service inside this process. HTTP listens when this resolves, whether or not Kafka and PostgreSQL can be
 * reached; the rest follows in the background.
 */
export async function startService<C extends ServiceConfig>(
  options: Composition<C>,
): Promise<RunningService> {
  const { name, config, logger, resources = new ProcessResources([options.name], options.logger) } = options;
  const service = await composeService({ ...options, resources });
  const { parts, loops, metrics } = service;
  const state = { started: false, stopping: false };
  const checks = {
    ...parts.checks,
    ...(parts.strategy && { kafka: () => parts.strategy?.ready ?? false }),
    started: () => state.started && !state.stopping,
  };
  const app = await NestFactory.create<NestExpressApplication>(
    rootModule(parts.module, {
      readiness: () => assessReadiness(checks),
      metrics: () => metrics.text(),
      openApi: parts.openApi ?? (() => Promise.resolve(document)),
    }),
    // Nest has one logger in a process.
    { logger: nestLogger(resources.logger), bodyParser: false, abortOnError: false },
  );
  configureHttp(app, parts, options);
  if (parts.strategy) app.connectMicroservice<MicroserviceOptions>({ strategy: parts.strategy });
  const document = buildOpenApi(app, `Casewire ${name}`);
  await app.listen(config.PORT, config.HOST);
  const url = addressOf(app.getHttpServer());
  const listener = new InProcessListener(app.getHttpAdapter().getInstance());
  resources.listeners.set(url, listener);

  const abort = new AbortController();
  const started = startWork(app, service, { signal: abort.signal, logger }).then(
    () => {
      state.started = true;
      logger.info('started');
    },
    (error: unknown) => {
      if (!state.stopping) throw error;
    },
  );
  // A caller that does not wait for `started` must not end the process by an unhandled rejection.
  started.catch(() => undefined);
  return {
    url,
    started,
    stop: once(async () => {
      state.stopping = true;
      abort.abort();
      resources.listeners.delete(url);
      await loops.stop();
      await listener.close();
      await app.close();
      await parts.stop?.();
    }),
  };
}

function configureHttp<C extends ServiceConfig>(
  app: NestExpressApplication,
  parts: ServiceParts,
  { config, logger }: Composition<C>,
): void {
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  app.disable('x-powered-by');
  app.disable('etag');
  const signer = createIdentitySigner(config.CASEWIRE_INTERNAL_KEY);
  app.use(answerHeaders);
  parts.configure?.(app);
  app.use(requireKnownMethod(app.getHttpAdapter().getInstance()));
  app.use(readIdentities(signer));
  useRequestBodies(app, parts.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES);
  app.useGlobalGuards(new IdentityGuard());
  app.useGlobalPipes(new ParsingPipe());
  app.useGlobalFilters(
    new ProblemFilter({ logger, ...(parts.isTransient && { isTransient: parts.isTransient }) }),
  );
}

async function startWork(
  app: NestExpressApplication,
  { parts, loops }: ComposedService,
  { signal, logger }: { signal: AbortSignal; logger: Logger },
): Promise<void> {
  await startUntilDone(() => parts.start?.(signal) ?? Promise.resolve(), {
    signal,
    isTransient: parts.isTransient ?? (() => false),
    onRetry: (error, delayMs) => {
      logger[retryLevel(false)]({ error, delayMs }, 'the start failed for now, trying again');
    },
  });
  loops.start();
  await app.startAllMicroservices();
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= work());
}
