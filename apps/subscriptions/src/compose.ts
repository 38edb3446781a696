import { Module } from '@nestjs/common';
import { createBackbone, isTransient } from '@casewire/backbone';
import { createDataSource } from '@casewire/database';
import { dataUrls, topicName } from '@casewire/events';
import { IdempotencyStore, sealedAnswers } from '@casewire/idempotency';
import { createIdentitySigner, InternalClient } from '@casewire/identity';
import { Loop, type Platform, type ServiceParts } from '@casewire/service';
import { entities } from '@casewire/subscription-store';
import type { EntityManager } from 'typeorm';
import { ApiKeys } from './api-keys/api-keys.ts';
import { ApiKeysController } from './api-keys/api-keys.controller.ts';
import { AuditReader } from './audit/audit-reader.ts';
import { AuditController } from './audit/audit.controller.ts';
import { ballerineRunsApi } from './ballerine-runs/ballerine-runs-api.ts';
import { CheckUrlsController } from './check-urls/check-urls.controller.ts';
import { UrlChecks } from './check-urls/url-checks.ts';
import type { Config } from './config.ts';
import { dataspikeWebhooksApi } from './dataspike-webhooks/dataspike-webhooks-api.ts';
import { DeliveredData } from './delivered-data/delivered-data.ts';
import { DeliveredDataController } from './delivered-data/delivered-data.controller.ts';
import { ExpirySweep } from './expiry-sweep.ts';
import { EgressAddresses, EgressController } from './egress.controller.ts';
import { EventTypes } from './event-types/event-types.ts';
import { EventTypesController } from './event-types/event-types.controller.ts';
import { Previews } from './previews/previews.ts';
import { PreviewsController } from './previews/previews.controller.ts';
import { Verifications } from './previews/verifications.ts';
import { runPurgeRound } from './purge-round.ts';
import { Secrets } from './secrets/secrets.ts';
import { SecretsController } from './secrets/secrets.controller.ts';
import { SigningSecrets } from './signing-secret/signing-secrets.ts';
import { SigningSecretsController } from './signing-secret/signing-secrets.controller.ts';
import { createSubscriptionsMetrics } from './subscriptions-metrics.ts';
import { OwnSettingsController, Retention } from './tenants/own-settings.controller.ts';
import { Tenants } from './tenants/tenants.ts';
import { TenantsController } from './tenants/tenants.controller.ts';
import { TestSends } from './test-sends/test-sends.ts';
import { TestSendsController } from './test-sends/test-sends.controller.ts';
import { WebhookSecrets } from './webhook-secrets/webhook-secrets.ts';
import { WebhookSecretsController } from './webhook-secrets/webhook-secrets.controller.ts';
import { targetPolicy } from './webhooks/target-url.ts';
import { Webhooks } from './webhooks/webhooks.ts';
import { WebhooksController } from './webhooks/webhooks.controller.ts';

@Module({})
class SubscriptionsModule {}

/** A run command that Kafka does not take within this time waits in the database for the next round. */
const PRODUCE_DEADLINE_MS = 5_000;

/** Puts subscriptions together. Opens no connection. */
export function compose(platform: Platform<Config>): ServiceParts {
  const { config, logger, metrics } = platform;
  const service = 'subscriptions';
  const backbone = createBackbone({
    ...platform,
    service,
    topics: ['workflowRuns'],
    producerLimits: { deliveryTimeoutMs: PRODUCE_DEADLINE_MS },
  });
  const { pool, producer, parts } = backbone;
  const dataSource = createDataSource({
    url: config.DATABASE_URL,
    entities,
    applicationName: `casewire-${service}`,
  });
  const keyRing = config.CASEWIRE_MASTER_KEYS;
  const idempotency = new IdempotencyStore<EntityManager>('subscriptions', sealedAnswers(keyRing), {
    run: (work) => dataSource.transaction(work),
    query: (manager, statement, values) => manager.query(statement, [...values]),
  });
  const sweep = new ExpirySweep(pool);
  const webhookParts = {
    dataSource,
    keyRing,
    targetPolicy: targetPolicy(config.CASEWIRE_ALLOW_PRIVATE_TARGETS, config.CASEWIRE_PUBLIC_URL),
  };
  const webhooks = new Webhooks(webhookParts);
  const webhookSecrets = new WebhookSecrets(dataSource, keyRing);
  const signingSecrets = new SigningSecrets(dataSource, keyRing);
  const dataspike = dataspikeWebhooksApi(webhooks, webhookSecrets);
  const ballerine = ballerineRunsApi({
    ...webhookParts,
    signingSecrets,
    maxCommandBytes: config.CASEWIRE_MAX_EVENT_BYTES,
    pool,
    producer,
    topic: topicName(config.CASEWIRE_TOPIC_PREFIX, 'workflowRuns'),
    logger,
    metrics: createSubscriptionsMetrics(metrics),
  });
  const eventTypes = new EventTypes(dataSource);
  const verifications = new Verifications({ dataSource, pool, keyRing });
  const dataUrlOf = dataUrls(config.CASEWIRE_PUBLIC_URL, config.CASEWIRE_INTERNAL_KEY);
  const signer = createIdentitySigner(config.CASEWIRE_INTERNAL_KEY);
  const ingestion = new InternalClient('ingestion', config.CASEWIRE_INGESTION_URL, signer);
  const delivery = new InternalClient('delivery', config.CASEWIRE_DELIVERY_URL, signer);
  return {
    module: {
      module: SubscriptionsModule,
      controllers: [
        TenantsController,
        ApiKeysController,
        WebhooksController,
        WebhookSecretsController,
        TestSendsController,
        CheckUrlsController,
        PreviewsController,
        DeliveredDataController,
        EgressController,
        SigningSecretsController,
        SecretsController,
        EventTypesController,
        OwnSettingsController,
        AuditController,
        ...dataspike.controllers,
        ...ballerine.controllers,
      ],
      providers: [
        { provide: Tenants, useValue: new Tenants(dataSource) },
        { provide: ApiKeys, useValue: new ApiKeys(dataSource) },
        { provide: Webhooks, useValue: webhooks },
        { provide: WebhookSecrets, useValue: webhookSecrets },
        { provide: SigningSecrets, useValue: signingSecrets },
        { provide: Secrets, useValue: new Secrets(dataSource, keyRing) },
        { provide: EventTypes, useValue: eventTypes },
        { provide: AuditReader, useValue: new AuditReader(pool, webhooks) },
        { provide: TestSends, useValue: new TestSends({ dataSource, eventTypes, delivery, dataUrlOf }) },
        { provide: UrlChecks, useValue: new UrlChecks({ ...webhookParts, webhooks, delivery }) },
        {
          provide: Retention,
          useValue: new Retention({
            events: config.CASEWIRE_EVENT_RETENTION_DAYS,
            rejectedEvents: config.CASEWIRE_REJECTED_RETENTION_DAYS,
            invocations: config.CASEWIRE_HISTORY_RETENTION_DAYS,
            audit: config.CASEWIRE_AUDIT_RETENTION_DAYS,
          }),
        },
        {
          provide: EgressAddresses,
          useValue: new EgressAddresses(config.CASEWIRE_EGRESS_ADDRESSES),
        },
        {
          provide: Previews,
          useValue: new Previews({ dataSource, pool, webhooks, ingestion, delivery, dataUrlOf }),
        },
        { provide: Verifications, useValue: verifications },
        {
          provide: DeliveredData,
          useValue: new DeliveredData({
            dataSource,
            pool,
            verifications,
            internalKey: config.CASEWIRE_INTERNAL_KEY,
            dataUrlOf,
            expiresAfterMs: config.CASEWIRE_DATA_URL_SECONDS * 1_000,
          }),
        },
        ...dataspike.providers,
        ...ballerine.providers,
        { provide: IdempotencyStore, useValue: idempotency },
      ],
    },
    ...parts,
    loops: [
      ...ballerine.loops,
      new Loop('expiry-sweep', () => sweep.round()),
      new Loop('purge', () => runPurgeRound(pool, config.CASEWIRE_AUDIT_RETENTION_DAYS)),
    ],
    start: async (signal) => {
      // The database comes first: most requests need it, and no Kafka.
      if (!dataSource.isInitialized) await dataSource.initialize();
      await parts.start(signal);
    },
    stop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await parts.stop();
    },
    // Until `start` has reached the database, every request fails for this reason.
    isTransient: (error) => isTransient(error) || !dataSource.isInitialized,
    bodyLimitBytes: backbone.sizes.maxRequestBytes,
  };
}
