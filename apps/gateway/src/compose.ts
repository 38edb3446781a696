import { Module } from '@nestjs/common';
import { sizesFor } from '@casewire/config';
import { createPool, isReachable, isTransientDatabaseError } from '@casewire/database';
import { createIdentitySigner } from '@casewire/identity';
import type { Platform, ServiceParts } from '@casewire/service';
import { findApiKeys } from '@casewire/subscription-store';
import type { Config } from './config.ts';
import { requestAuthentication } from './authenticate/authenticate-request.ts';
import { Authenticator } from './authenticate/authenticator.ts';
import { FailureLimiter } from './authenticate/failure-limiter.ts';
import { KeyLookUps } from './authenticate/key-look-ups.ts';
import { ApiDescription } from './documents/api-description.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { operatorOnly } from './operator-only.ts';
import { PagesController } from './pages/pages.controller.ts';
import { proxyMiddleware } from './proxy/proxy.middleware.ts';
import { requestId } from './proxy/request-id.ts';
import { createUpstreams } from './proxy/upstream.ts';
import { serviceReadiness } from './service-readiness.ts';
import { serviceUrls } from './services.ts';

@Module({})
class GatewayModule {}

/** Puts the gateway together. Opens no connection. */
export function compose({ config, logger, metrics, resources }: Platform<Config>): ServiceParts {
  const urls = serviceUrls(config);
  const description = new ApiDescription(urls);
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    applicationName: 'casewire-gateway',
    onIdleError: (error) => {
      logger.warn({ error }, 'an idle database connection broke');
    },
  });
  const gatewayMetrics = createGatewayMetrics(metrics);
  const lookUps = new KeyLookUps((hashes) => findApiKeys(pool, hashes));
  const authenticate = requestAuthentication({
    authenticator: new Authenticator(config.CASEWIRE_ADMIN_KEY, lookUps),
    limiter: new FailureLimiter(config.CASEWIRE_AUTH_FAILURES_PER_MINUTE),
    metrics: gatewayMetrics,
  });
  const upstreams = createUpstreams(urls, {
    timeoutMs: config.CASEWIRE_UPSTREAM_TIMEOUT_MS,
    maxRequests: config.CASEWIRE_OPEN_REQUESTS,
    logger,
    listeners: resources.listeners,
  });
  const proxy = proxyMiddleware({
    authenticate,
    signer: createIdentitySigner(config.CASEWIRE_INTERNAL_KEY),
    upstreams,
    bodyLimitBytes: sizesFor(config.CASEWIRE_MAX_EVENT_BYTES).maxRequestBytes,
    maxWaitingBodies: config.CASEWIRE_OPEN_REQUESTS,
    uploadTimeoutMs: config.CASEWIRE_UPLOAD_TIMEOUT_MS,
    logger,
    metrics: gatewayMetrics,
  });
  return {
    module: {
      module: GatewayModule,
      controllers: [PagesController],
      providers: [{ provide: ApiDescription, useValue: description }],
    },
    checks: { postgres: () => isReachable(pool), ...serviceReadiness(urls) },
    isTransient: isTransientDatabaseError,
    openApi: () => description.document(),
    configure: (app) => {
      app.set('trust proxy', config.CASEWIRE_TRUSTED_PROXIES ?? false);
      app.use(requestId);
      app.use(proxy);
      app.use('/metrics', operatorOnly(authenticate));
    },
    stop: async () => {
      await Promise.all(Object.values(upstreams).map((upstream) => upstream.close()));
      await pool.end();
    },
  };
}
