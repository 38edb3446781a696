import { Module } from '@nestjs/common';
import { createPool, isReachable, isTransientDatabaseError } from '@casewire/database';
import { inspectorAddresses } from '@casewire/events';
import { IdempotencyStore, plainAnswers, poolTransactions } from '@casewire/idempotency';
import { Loop, type Platform, type ServiceParts } from '@casewire/service';
import type { Config } from './config.ts';
import { createInspectorMetrics } from './inspector-metrics.ts';
import { Addresses, InspectorsController } from './inspectors/inspectors.controller.ts';
import { Inspectors } from './inspectors/inspectors.ts';
import { runPurgeRound } from './purge-round.ts';
import { SignatureChecks } from './receive/check-signature.ts';
import { Delays } from './receive/delays.ts';
import { Receiver } from './receive/receiver.ts';

@Module({})
class InspectorModule {}

/** Bodies of requests to the API are small. Those of deliveries are read by `Receiver`. */
const MAX_BODY_BYTES = 16 * 1024;

/** Puts the inspector together. Opens no connection. */
export function compose({ config, logger, metrics }: Platform<Config>): ServiceParts {
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    applicationName: 'casewire-inspector',
    onIdleError: (error) => {
      logger.warn({ error }, 'an idle database connection broke');
    },
  });
  const delays = new Delays();
  const receiver = new Receiver({
    pool,
    checks: new SignatureChecks(pool, config.CASEWIRE_MASTER_KEYS),
    delays,
    internalKey: config.CASEWIRE_INTERNAL_KEY,
    metrics: createInspectorMetrics(metrics),
    logger,
  });
  return {
    module: {
      module: InspectorModule,
      controllers: [InspectorsController],
      providers: [
        {
          provide: IdempotencyStore,
          useValue: new IdempotencyStore('inspector', plainAnswers, poolTransactions(pool)),
        },
        { provide: Inspectors, useValue: new Inspectors(pool) },
        { provide: Addresses, useValue: new Addresses(inspectorAddresses(config.CASEWIRE_PUBLIC_URL)) },
      ],
    },
    checks: { postgres: () => isReachable(pool) },
    loops: [new Loop('purge', () => runPurgeRound(pool))],
    bodyLimitBytes: MAX_BODY_BYTES,
    isTransient: isTransientDatabaseError,
    configure: (app) => {
      app.use('/inspect', receiver.handle);
    },
    start: (signal) => {
      // Slow answers would keep the service from stopping in time.
      signal.addEventListener('abort', () => {
        delays.end();
      });
      return Promise.resolve();
    },
    stop: () => pool.end(),
  };
}
