import { isTransientDatabaseError } from '@casewire/database';
import { type Identity, IDENTITY_HEADER, type IdentitySigner } from '@casewire/identity';
import type { Logger } from '@casewire/observability';
import { Problem, sendProblem, toProblem } from '@casewire/rest';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { accountOf } from '../authenticate/account.ts';
import { presentedKey } from '../authenticate/key-owners.ts';
import type { AuthenticateRequest } from '../authenticate/authenticate-request.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { isOpen, type Route, type RoutedService, routeOf } from '../services.ts';
import { ClientGone, hasBody, hasBodyArrived, untilBodyArrives } from './body-arrival.ts';
import { Places } from './places.ts';
import { limitUpload } from './upload-limit.ts';
import type { Upstream } from './upstream.ts';

interface ProxyOptions {
  readonly authenticate: AuthenticateRequest;
  readonly signer: IdentitySigner;
  readonly upstreams: Readonly<Record<RoutedService, Upstream>>;
  readonly bodyLimitBytes: number;
  /** Bodies that may wait to arrive. */
  readonly maxWaitingBodies: number;
  readonly uploadTimeoutMs: number;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
}

interface Parts extends ProxyOptions {
  readonly waitingBodies: Places;
}

/** Headers that end at the gateway. Services read the signed identity instead. */
const consumedHeaders = [
  'authorization',
  'ds-api-token',
  'casewire-tenant',
  'casewire-environment',
  'casewire-session',
  'casewire-claimed-name',
  'casewire-reason',
  'cookie',
  IDENTITY_HEADER,
];

/**
 * Authenticates requests to the API and passes them on to the services. The gateway's own handlers get those for the
 * gateway itself, with a signed identity like every service, and all other requests.
 */
export function proxyMiddleware(options: ProxyOptions): RequestHandler {
  const waitingBodies = new Places(options.maxWaitingBodies, 'bodies that have not arrived');
  const parts: Parts = { ...options, waitingBodies };
  return (request: Request, response: Response, next: NextFunction) => {
    const route = routeOf(request.originalUrl);
    if (route === undefined) {
      next();
      return;
    }
    response.once('close', () => {
      noteEnd(parts, route, request, response);
    });
    limitUpload(request, response, options.uploadTimeoutMs);
    passOn(parts, route, { request, response, next }).catch((error: unknown) => {
      if (!(error instanceof ClientGone))
        answer(parts, response, toProblem(error, isTransientDatabaseError), route);
    });
  };
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly next: NextFunction;
}

/** A request holds no place in front of a service while its body has not arrived. */
async function passOn(parts: Parts, route: Route, { request, response, next }: Exchange): Promise<void> {
  requireBodyWithin(parts.bodyLimitBytes, request);
  const caller = isStrangers(route, request)
    ? strangerAt(request.ip ?? '')
    : await parts.authenticate(request);
  // The reason that has unlocked a view stands for all that is done in it.
  const identity: Identity = { ...accountOf(request.headers), ...caller };
  if (identity.operator) audit(parts.logger, identity, route, request);
  if (!hasBodyArrived(request)) {
    await parts.waitingBodies.hold(identity.actor, () => untilBodyArrives(request, response));
  }
  if (route.service === 'gateway') {
    request.headers[IDENTITY_HEADER] = parts.signer.sign(identity);
    next();
    return;
  }
  await parts.upstreams[route.service].passOn(request, response, {
    key: identity.actor,
    prepare: () => {
      for (const name of consumedHeaders) Reflect.deleteProperty(request.headers, name);
      request.headers[IDENTITY_HEADER] = parts.signer.sign(identity);
    },
  });
}

/** Strangers send no bodies to services: nothing is kept for somebody who is not known. */
function isStrangers(route: Route, request: Request): boolean {
  const isSmall = route.service === 'gateway' || !hasBody(request);
  return isSmall && isOpen(route, request.method) && presentedKey(request.headers) === undefined;
}

/** Somebody without key and session, who may do nothing by that. Requests from one address share what one key may hold. */
function strangerAt(address: string): Identity {
  return { scopes: [], operator: false, actor: `address ${address}` };
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
  const { tenantId, environment, session } = identity;
  const { method } = request;
  const requestId = request.get('x-request-id');
  logger.info(
    { requestId, method, resource: route.resource, tenantId, environment, session },
    'request with the operator key',
  );
}

function noteEnd({ metrics, logger }: Parts, { service }: Route, request: Request, response: Response): void {
  if (response.writableFinished) {
    metrics.requests.inc({ service, status: String(response.statusCode) });
    return;
  }
  logger.info(
    { requestId: request.get('x-request-id'), service },
    'a client went away before it had its answer',
  );
}

function answer({ logger }: Parts, response: Response, problem: Problem, route: Route): void {
  if (problem.status >= 500 && problem.code !== 'overloaded') {
    logger.error({ error: problem, service: route.service, status: problem.status }, 'request failed');
  }
  // Reads the rest of the body. Otherwise the client would see a broken connection instead of the answer.
  response.req.resume();
  if (response.headersSent) response.destroy();
  else sendProblem(response, problem);
}
