import type { CheckState, ReadinessCheck } from '@casewire/service';
import got from 'got';
import { z } from 'zod';
import type { ServiceUrls } from './services.ts';

/** Below the time that a readiness check is given, so that the answer can say which service was silent. */
const TIMEOUT_MS = 2_500;

const readiness = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.unknown()) });

/** One check for each service: what its own `/readyz` says. */
export function serviceReadiness(urls: ServiceUrls): Record<string, ReadinessCheck> {
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, () => readinessOf(url)]));
}

async function readinessOf(url: string): Promise<CheckState> {
  try {
    const answer = await got(`${url}/readyz`, {
      responseType: 'json',
      throwHttpErrors: false,
      retry: { limit: 0 },
      timeout: { request: TIMEOUT_MS },
    });
    return readiness.parse(answer.body);
  } catch {
    return { ready: false, error: 'does not answer' };
  }
}
