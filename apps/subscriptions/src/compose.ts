import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { createDataSource, createPool, isReachable, isTransientDatabaseError } from '@casewire/database';
import { identityOf } from '@casewire/identity';
import { IdempotencyInterceptor } from '@casewire/rest';
import type { Platform, ServiceParts } from '@casewire/service';
import { entities, SealedIdempotencyStore } from '@casewire/subscription-store';
import { ApiKeys } from './api-keys/api-keys.ts';
import { ApiKeysController } from './api-keys/api-keys.controller.ts';
import type { Config } from './config.ts';
import { EventTypes } from './event-types/event-types.ts';
import { EventTypesController } from './event-types/event-types.controller.ts';
import { PurgeLoop } from './purge-loop.ts';
import { SigningSecrets } from './signing-secret/signing-secrets.ts';
import { SigningSecretsController } from './signing-secret/signing-secrets.controller.ts';
import { Tenants } from './tenants/tenants.ts';
import { TenantsController } from './tenants/tenants.controller.ts';
import { WebhookSecrets } from './webhook-secrets/webhook-secrets.ts';
import { WebhookSecretsController } from './webhook-secrets/webhook-secrets.controller.ts';
import { targetPolicy } from './webhooks/target-policy.ts';
import { Webhooks } from './webhooks/webhooks.ts';
import { WebhooksController } from './webhooks/webhooks.controller.ts';

@Module({})
class SubscriptionsModule {}

/** Puts subscriptions together; opens nothing. */
export function compose({ config, logger }: Platform<Config>): ServiceParts {
  const applicationName = 'casewire-subscriptions';
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    onIdleError: (error) => {
      logger.warn({ error }, 'an idle database connection broke');
    },
  });
  const dataSource = createDataSource({ url: config.DATABASE_URL, entities, applicationName });
  const keyRing = config.CASEWIRE_MASTER_KEYS;
  const idempotency = new IdempotencyInterceptor(new SealedIdempotencyStore(pool, keyRing), (request) => {
    const { actor, tenantId = '', environment = '' } = identityOf(request);
    return `${actor} ${tenantId} ${environment}`;
  });
  return {
    module: {
      module: SubscriptionsModule,
      controllers: [
        TenantsController,
        ApiKeysController,
        WebhooksController,
        WebhookSecretsController,
        SigningSecretsController,
        EventTypesController,
      ],
      providers: [
        { provide: Tenants, useValue: new Tenants(dataSource) },
        { provide: ApiKeys, useValue: new ApiKeys(dataSource) },
        {
          provide: Webhooks,
          useValue: new Webhooks({
            dataSource,
            keyRing,
            targetPolicy: targetPolicy(config.CASEWIRE_ALLOW_PRIVATE_TARGETS),
          }),
        },
        { provide: WebhookSecrets, useValue: new WebhookSecrets(dataSource, keyRing) },
        { provide: SigningSecrets, useValue: new SigningSecrets(dataSource, keyRing) },
        { provide: EventTypes, useValue: new EventTypes(dataSource) },
        { provide: PurgeLoop, useFactory: () => new PurgeLoop(pool, logger) },
        { provide: APP_INTERCEPTOR, useValue: idempotency },
      ],
    },
    checks: { postgres: () => isReachable(pool) },
    start: async () => {
      if (!dataSource.isInitialized) await dataSource.initialize();
    },
    stop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await pool.end();
    },
    // Until `start` has reached the database, nothing can be answered.
    isTransient: (error) => isTransientDatabaseError(error) || !dataSource.isInitialized,
  };
}
