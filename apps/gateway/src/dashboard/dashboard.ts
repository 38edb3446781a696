import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import sirv from 'sirv';
import { pagePolicy } from './page-policy.ts';

/** Stands in the build where the nonce of an answer belongs: `html.cspNonce` in the dashboard's `vite.config.ts`. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const NONCE_BYTES = 16;

/** For a year: names of assets contain a hash of what is in them. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Paths of the document for frames of other sites. The dashboard reads its own address by the same expression, so that no
 * other document takes itself for this one, or this one for another.
 */
const EMBED_PATHS = /^\/embed(?:\/|$)/;

/** Paths that are no pages of the dashboard, also for a browser that opens one. */
const OTHER_PATHS = /^\/(?:v1|api|assets|docs|openapi\.json|healthz|readyz|metrics)(?:\/|$)/i;

interface DashboardOptions {
  /** What `npm run build` has made of the dashboard and the reference. It is read now. */
  readonly folder: string;
  /** Of the gateway, as browsers see it. */
  readonly origin: string;
  /** Of the sites whose pages may show the dashboard in a frame. */
  readonly portalOrigins: readonly string[];
}

/**
 * Serves the dashboard and the reference of the API, if they are in their folder. One page answers for every path of the
 * dashboard, which reads the path itself; below `/embed` it is a document of its own, the only one for frames. Assets that have a compressed form (`.br`, `.gz`) are sent in it.
 */
export function serveDashboard(
  app: NestExpressApplication,
  { folder, origin, portalOrigins }: DashboardOptions,
): void {
  if (!existsSync(join(folder, 'index.html'))) return;
  const assets = sirv(join(folder, 'assets'), {
    brotli: true,
    gzip: true,
    extensions: [],
    setHeaders: (response) => response.setHeader('cache-control', FOR_EVER),
  });
  const page = (file: string, isWanted: IsWanted, ancestors: readonly string[] = []): RequestHandler =>
    answerPage(readFileSync(join(folder, file), 'utf8'), isWanted, (nonce) =>
      pagePolicy({ origin, nonce, ancestors }),
    );
  app.use('/assets', assets);
  app.use('/docs', page('docs.html', isReference));
  app.use(page('index.html', isEmbedded, portalOrigins));
  app.use(page('index.html', isDashboard));
}

type IsWanted = (request: Request) => boolean;

/** Answers requests that are wanted with a page, and leaves the others to those who come after. */
function answerPage(
  template: string,
  isWanted: IsWanted,
  policyOf: (nonce: string) => string,
): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !isWanted(request)) {
      next();
      return;
    }
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    response
      .set({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policyOf(nonce),
      })
      .send(template.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
}

/** Whether a request below `/docs` is for the reference itself. */
function isReference({ path }: Request): boolean {
  return path === '/';
}

/** Whether the answer is the document for frames. */
function isEmbedded(request: Request): boolean {
  return EMBED_PATHS.test(request.path) && acceptsPage(request);
}

/** Whether the answer is a page of the dashboard: for browsers at every path, for everybody at `/`. Others get JSON. */
function isDashboard(request: Request): boolean {
  const { path } = request;
  if (OTHER_PATHS.test(path)) return false;
  return path === '/' || acceptsPage(request);
}

function acceptsPage(request: Request): boolean {
  return request.accepts(['application/json', 'text/html']) === 'text/html';
}
