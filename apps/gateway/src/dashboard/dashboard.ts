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

/** Paths that are no pages of the dashboard, also for a browser that opens one. */
const OTHER_PATHS = /^\/(?:v1|api|assets|docs|openapi\.json|healthz|readyz|metrics)(?:\/|$)/i;

interface DashboardOptions {
  /** What `npm run build` has made of the dashboard and the reference. It is read now. */
  readonly folder: string;
  /** Of the gateway, as browsers see it. */
  readonly origin: string;
}

/**
 * Serves the dashboard and the reference of the API, if they are in their folder. One page answers for every path of the
 * dashboard, which reads the path itself. Assets that have a compressed form (`.br`, `.gz`) are sent in it.
 */
export function serveDashboard(app: NestExpressApplication, { folder, origin }: DashboardOptions): void {
  if (!existsSync(join(folder, 'index.html'))) return;
  const assets = sirv(join(folder, 'assets'), {
    brotli: true,
    gzip: true,
    extensions: [],
    setHeaders: (response) => response.setHeader('cache-control', FOR_EVER),
  });
  const page = (file: string, isWanted: (request: Request) => boolean): RequestHandler =>
    answerPage(readFileSync(join(folder, file), 'utf8'), origin, isWanted);
  app.use('/assets', assets);
  app.use('/docs', page('docs.html', isReference));
  app.use(page('index.html', isDashboard));
}

/** Answers requests that are wanted with a page, and leaves the others to those who come after. */
function answerPage(
  template: string,
  origin: string,
  isWanted: (request: Request) => boolean,
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
        'content-security-policy': pagePolicy({ origin, nonce }),
      })
      .send(template.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
}

/** Whether a request below `/docs` is for the reference itself. */
function isReference({ path }: Request): boolean {
  return path === '/';
}

/** Whether the answer is a page of the dashboard: for browsers at every path, for everybody at `/`. Others get JSON. */
function isDashboard(request: Request): boolean {
  const { path } = request;
  if (OTHER_PATHS.test(path)) return false;
  return path === '/' || request.accepts(['application/json', 'text/html']) === 'text/html';
}
