import { isTransientDatabaseError } from '@casewire/database';
import { type Identity, IDENTITY_HEADER, type IdentitySigner } from '@casewire/identity';
import type { Logger } from '@casewire/observability';
import { Problem, sendProblem, toProblem } from '@casewire/rest';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { type Authenticator, WrongKey } from '../authenticate/authenticator.ts';
import type { FailureLimiter } from '../authenticate/failure-limiter.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { type Route, type RoutedService, routeOf } from '../services.ts';
import type { Upstream } from './upstream.ts';

interface ProxyOptions {
  readonly authenticator: Authenticator;
  readonly limiter: FailureLimiter;
  readonly signer: IdentitySigner;
  readonly upstreams: Readonly<Record<RoutedService, Upstream>>;
  readonly bodyLimitBytes: number;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
}

/** Headers that end at the gateway. Services read the signed identity instead. */
const consumedHeaders = [
  'authorization',
  'ds-api-token',
  'casewire-tenant',
  'casewire-environment',
  IDENTITY_HEADER,
];

/** Authenticates requests for the services and passes them on. The gateway's own handlers get all other requests. */
export function proxyMiddleware(options: ProxyOptions): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const route = routeOf(request.originalUrl);
    if (route === undefined) {
      next();
      return;
    }
    response.on('finish', () => {
      options.metrics.requests.inc({ service: route.service, status: String(response.statusCode) });
    });
    passOn(options, route, request, response).catch((error: unknown) => {
      answer(options, response, toProblem(error, isTransientDatabaseError), route);
    });
  };
}

async function passOn(
  options: ProxyOptions,
  route: Route,
  request: Request,
  response: Response,
): Promise<void> {
  requireBodyWithin(options.bodyLimitBytes, request);
  const identity = await authenticate(options, request);
  if (identity.operator) audit(options.logger, identity, route, request);
  for (const name of consumedHeaders) Reflect.deleteProperty(request.headers, name);
  request.headers[IDENTITY_HEADER] = await options.signer.sign(identity);
  await options.upstreams[route.service](request, response);
}

/** @throws Problem too-many-requests; any error of the authenticator */
async function authenticate(
  { authenticator, limiter, metrics }: ProxyOptions,
  request: Request,
): Promise<Identity> {
  const address = request.ip ?? '';
  const blockedFor = limiter.blockedForSeconds(address, Date.now());
  if (blockedFor > 0) {
    metrics.authenticationFailures.inc({ reason: 'blocked' });
    throw new Problem('too-many-requests', {
      detail: 'too many requests with a wrong key from this address',
      headers: { 'retry-after': String(blockedFor) },
    });
  }
  try {
    return await authenticator.authenticate(request.headers);
  } catch (error) {
    if (error instanceof WrongKey) {
      limiter.recordFailure(address, Date.now());
      metrics.authenticationFailures.inc({ reason: 'wrong-key' });
    }
    throw error;
  }
}

/**
 * Refuses a body by the length that the request declares. The service that reads the body measures one without a
 * length.
 */
function requireBodyWithin(limitBytes: number, request: Request): void {
  if (Number(request.get('content-length') ?? 0) <= limitBytes) return;
  throw new Problem('payload-too-large', {
    detail: `at most ${limitBytes} bytes are accepted`,
    headers: { connection: 'close' },
  });
}

function audit(logger: Logger, identity: Identity, route: Route, request: Request): void {
  const { tenantId, environment } = identity;
  const { method } = request;
  const requestId = request.get('x-request-id');
  logger.info(
    { requestId, method, resource: route.resource, tenantId, environment },
    'request with the operator key',
  );
}

function answer(options: ProxyOptions, response: Response, problem: Problem, route: Route): void {
  if (problem.status >= 500) {
    options.logger.error(
      { error: problem, service: route.service, status: problem.status },
      'request failed',
    );
  }
  // Reads the rest of the body. Otherwise the client would see a broken connection instead of the answer.
  response.req.resume();
  if (response.headersSent) response.destroy();
  else sendProblem(response, problem);
}
