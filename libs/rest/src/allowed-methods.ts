import type { Application, NextFunction, Request, RequestHandler, Response } from 'express';
import { Problem } from './problem.ts';

interface Route {
  readonly hasParameters: boolean;
  /** Matches the paths of requests as Express does. */
  readonly pattern: RegExp;
  /** In capitals. */
  readonly methods: readonly string[];
}

/**
 * Refuses a path that cannot be decoded, and a method that a known path does not have. A path without parameters belongs
 * to its own handlers alone: `/v1/events/validate` is not the event `validate`.
 * @param app its routes are read with the first request
 */
export function requireKnownMethod(app: Pick<Application, 'router'>): RequestHandler {
  let routes: readonly Route[] | undefined;
  return (request: Request, _response: Response, next: NextFunction) => {
    const { path, method } = request;
    requireDecodable(path);
    routes ??= routesOf(app);
    const allowed = allowedMethods(routes, path);
    // Express itself answers OPTIONS.
    if (allowed.size > 0 && !allowed.has(method) && method !== 'OPTIONS') {
      throw new Problem('method-not-allowed', {
        detail: `the path does not have the method ${method}`,
        headers: { allow: [...allowed].toSorted().join(', ') },
      });
    }
    next();
  };
}

function requireDecodable(path: string): void {
  try {
    decodeURIComponent(path);
  } catch (cause) {
    throw new Problem('malformed-path', {
      detail: 'each % of a path begins two hexadecimal digits, and together they encode UTF-8',
      cause,
    });
  }
}

/** The methods of a path; none if no handler has the path. */
function allowedMethods(routes: readonly Route[], path: string): ReadonlySet<string> {
  const fitting = routes.filter(({ pattern }) => pattern.test(path));
  const literal = fitting.filter(({ hasParameters }) => !hasParameters);
  return new Set((literal.length > 0 ? literal : fitting).flatMap(({ methods }) => methods));
}

function routesOf({ router }: Pick<Application, 'router'>): Route[] {
  return router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = route.stack.map(({ method }) => method.toUpperCase());
    return [
      {
        hasParameters: route.path.includes(':'),
        pattern: patternOf(route.path),
        methods: methods.includes('GET') ? [...methods, 'HEAD'] : methods,
      },
    ];
  });
}

/** The paths of controllers consist of names and parameters, each a whole part of the path. */
function patternOf(path: string): RegExp {
  const parts = path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[^\w-]/g, String.raw`\$&`)));
  return new RegExp(`^${parts.join('/')}/?$`, 'i');
}
