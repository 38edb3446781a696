import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { sizesFor } from '@casewire/config';
import { createPool, isReachable, isTransientDatabaseError } from '@casewire/database';
import { createIdentitySigner } from '@casewire/identity';
import { buildOpenApi } from '@casewire/rest';
import { Loop, type Platform, type ServiceParts } from '@casewire/service';
import type { Request, Response } from 'express';
import type { Config } from './config.ts';
import { composeAccess } from './compose-access.ts';
import { serveDashboard } from './dashboard/dashboard.ts';
import { ApiDescription } from './documents/api-description.ts';
import type { OpenApiDocument } from './documents/merge-open-api.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { operatorOnly } from './operator-only.ts';
import { PagesController } from './pages/pages.controller.ts';
import { proxyMiddleware } from './proxy/proxy.middleware.ts';
import { requestId } from './proxy/request-id.ts';
import { createUpstreams } from './proxy/upstream.ts';
import { serviceReadiness } from './service-readiness.ts';
import { serviceUrls } from './services.ts';
import { PortalLinks } from './sessions/portal-links.ts';
import { PortalLinksController } from './sessions/portal-links.controller.ts';
import { runPurgeRound } from './sessions/purge-round.ts';
import { SessionDesk } from './sessions/session-desk.ts';
import { SessionsController } from './sessions/sessions.controller.ts';
import { SystemController } from './system/system.controller.ts';
import { SystemReader } from './system/system-reader.ts';
import { TenantViews } from './sessions/tenant-views.ts';
import { TenantViewsController } from './sessions/tenant-views.controller.ts';

@Module({})
class GatewayModule {}

/** Beside the folder of the program, which is a bundle: `dist/apps/dashboard`. */
const DEFAULT_DASHBOARD_FOLDER = join(import.meta.dirname, '../dashboard');

/** Bodies of what the gateway answers itself are small. */
const MAX_OWN_BODY_BYTES = 16 * 1024;

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
  const publicUrl = new URL(config.CASEWIRE_PUBLIC_URL);
  const portalOrigins = config.CASEWIRE_PORTAL_ORIGINS ?? [];
  const { authenticate, desk } = composeAccess({ config, publicUrl, pool, logger, metrics: gatewayMetrics });
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
      controllers: [
        PagesController,
        SessionsController,
        PortalLinksController,
        TenantViewsController,
        SystemController,
      ],
      providers: [
        { provide: ApiDescription, useValue: description },
        { provide: SessionDesk, useValue: desk },
        { provide: SystemReader, useValue: new SystemReader(serviceReadiness(urls)) },
        {
          provide: PortalLinks,
          useValue: new PortalLinks({ pool, publicUrl, isEmbeddable: portalOrigins.length > 0 }),
        },
        { provide: TenantViews, useValue: new TenantViews(pool) },
      ],
    },
    loops: [new Loop('purge', () => runPurgeRound(pool))],
    bodyLimitBytes: MAX_OWN_BODY_BYTES,
    checks: { postgres: () => isReachable(pool), ...serviceReadiness(urls) },
    isTransient: isTransientDatabaseError,
    openApi: () => description.document(),
    configure: (app) => {
      app.set('trust proxy', config.CASEWIRE_TRUSTED_PROXIES ?? false);
      app.use(requestId);
      app.use(proxy);
      app.use('/metrics', operatorOnly(authenticate));
      // Deliveries reach inspectors at their service. Nobody else learns whether there is one.
      app.use('/inspect', (_request: Request, response: Response) => {
        response.status(404).end();
      });
      serveDashboard(app, {
        folder: config.CASEWIRE_DASHBOARD_FOLDER ?? DEFAULT_DASHBOARD_FOLDER,
        origin: publicUrl.origin,
        portalOrigins,
      });
      description.describeGateway(buildOpenApi(app, 'Casewire gateway') as object as OpenApiDocument);
    },
    stop: async () => {
      await Promise.all(Object.values(upstreams).map((upstream) => upstream.close()));
      await pool.end();
    },
  };
}
