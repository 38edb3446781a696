import { Module } from '@nestjs/common';
import { createBackbone } from '@casewire/backbone';
import { connectionCheck, createHttpClient, targetRule } from '@casewire/http-client';
import { shortBatches } from '@casewire/kafka';
import { toHolder } from '@casewire/shares';
import { Loop, type Platform, type ServiceParts } from '@casewire/service';
import { loadDeliveryTargets } from '@casewire/subscription-store';
import { OriginChecks, OriginChecksController } from './check-urls/origin-checks.controller.ts';
import type { Config } from './config.ts';
import { AttemptSender } from './deliver/attempt-sender.ts';
import { DeliverController } from './deliver/deliver.controller.ts';
import { Deliverer, type DelivererParts, type LoadTargets } from './deliver/deliverer.ts';
import { countOutcome, createDeliveryMetrics } from './deliver/delivery-metrics.ts';
import { Inspectors } from './deliver/inspectors.ts';
import { Lanes } from './deliver/lanes.ts';
import { logOutcome } from './deliver/log-outcome.ts';
import { OutcomePublisher } from './deliver/outcome-publisher.ts';
import { PreviewsController, PreviewTargets } from './preview-requests/previews.controller.ts';
import { TestSender } from './send-tests/test-sender.ts';
import { TestSendsController } from './send-tests/test-sends.controller.ts';

@Module({})
class DeliveryModule {}

/**
 * What the lanes hold at once. A tenant may hold three quarters of it: somewhat more than what one partition can have under
 * way, so a burst to one webhook is sent without any detour. The bytes leave room for the largest body beside one tenant
 * that holds all it may.
 */
const HELD = { maxHeld: 34_000, maxHeldBytes: 64 * 1024 * 1024 };

/**
 * Records that are fetched and not settled: those that the lanes hold, and those that are being deferred. The window is
 * larger than what the lanes hold, so a tenant that exceeds its share never stops the reading. No partition has a smaller one
 * of its own, since all of a tenant's webhooks may be on one.
 */
const WINDOW = { records: 64_000, bytes: 128 * 1024 * 1024 };

const CONSUMER_LIMITS = {
  ...shortBatches,
  maxInFlightRecords: WINDOW.records,
  maxInFlightBytes: WINDOW.bytes,
  maxPartitionRecords: WINDOW.records,
  maxPartitionBytes: WINDOW.bytes,
  maxUnsettledRecords: WINDOW.records,
};

/** Outcomes are not as urgent as deliveries. At full load a produce request carries dozens of them. */
const PRODUCER_LIMITS = { requestIntervalMs: 10 };

/** With as many answers, a turn of the event loop takes about 8 ms of CPU. */
const MAX_STARTS_PER_TURN = 16;

/** Searches for overdue deliveries within the longest wait. A delivery waits at most a tenth longer than that. */
const SWEEPS_PER_WAIT = 10;

/** Puts delivery together; opens nothing. */
export function compose(platform: Platform<Config>): ServiceParts {
  const { config, logger } = platform;
  const backbone = createBackbone({
    ...platform,
    service: 'delivery',
    topics: ['deliveries', 'attempts', 'rejected'],
    findsByKey: true,
    producerLimits: PRODUCER_LIMITS,
  });
  const { pool, producer } = backbone;
  const receivers = {
    target: targetRule(config.CASEWIRE_ALLOW_PRIVATE_TARGETS),
    proxy: config.CASEWIRE_EGRESS_PROXY,
    connectionMaxAgeMs: config.CASEWIRE_DELIVERY_CONNECTION_MAX_AGE_MS,
  };
  const httpClient = createHttpClient(receivers);
  const inspectors = new Inspectors({
    publicUrl: config.CASEWIRE_PUBLIC_URL,
    serviceUrl: config.CASEWIRE_INSPECTOR_URL,
    internalKey: config.CASEWIRE_INTERNAL_KEY,
    connectionMaxAgeMs: config.CASEWIRE_DELIVERY_CONNECTION_MAX_AGE_MS,
  });
  const lanes = new Lanes({
    maxRunning: config.CASEWIRE_DELIVERY_CONCURRENCY,
    ...HELD,
    maxWaitMs: config.CASEWIRE_DELIVERY_MAX_WAIT_MS,
    maxStartsPerTurn: MAX_STARTS_PER_TURN,
  });
  const keyRing = config.CASEWIRE_MASTER_KEYS;
  const loadTargets: LoadTargets = (wanted) => loadDeliveryTargets(pool, wanted);
  const sender = new AttemptSender({ httpClient, inspectors, now: Date.now, random: Math.random });
  const deliverer = createDeliverer(platform, {
    loadTargets,
    keyRing,
    lanes,
    sender,
    publisher: new OutcomePublisher(producer, config.CASEWIRE_TOPIC_PREFIX, logger),
  });
  return {
    ...backbone.parts,
    module: {
      module: DeliveryModule,
      controllers: [DeliverController, TestSendsController, PreviewsController, OriginChecksController],
      providers: [
        { provide: Deliverer, useValue: deliverer },
        { provide: PreviewTargets, useValue: new PreviewTargets(loadTargets, keyRing) },
        { provide: TestSender, useValue: new TestSender({ loadTargets, keyRing, sender }) },
        { provide: OriginChecks, useValue: new OriginChecks(connectionCheck(receivers)) },
      ],
    },
    strategy: backbone.strategy({
      limits: CONSUMER_LIMITS,
      holderOf: (record) => toHolder(record.header('tenant'), record.header('environment')),
    }),
    loops: [
      new Loop('defer-overdue', () => {
        lanes.deferOverdue();
        return config.CASEWIRE_DELIVERY_MAX_WAIT_MS / SWEEPS_PER_WAIT;
      }),
    ],
    // A test send carries its body in base64.
    bodyLimitBytes: 2 * backbone.sizes.maxMessageBytes,
    stop: async () => {
      await Promise.all([httpClient.close(), inspectors.client.close()]);
      await backbone.parts.stop();
    },
  };
}

function createDeliverer({ config, logger, metrics }: Platform<Config>, parts: DelivererParts): Deliverer {
  // These lines have a fixed shape without secrets: looking for some would cost a tenth of a delivery's CPU.
  const attemptLog = logger.child({}, { redact: [] });
  const deliveryMetrics = createDeliveryMetrics(metrics, parts.lanes);
  return new Deliverer(parts, {
    concurrencyPerWebhook: config.CASEWIRE_DELIVERY_CONCURRENCY_PER_WEBHOOK,
    logger,
    onOutcome: (outcome) => {
      countOutcome(deliveryMetrics, outcome);
      logOutcome(attemptLog, outcome);
    },
    now: Date.now,
  });
}
