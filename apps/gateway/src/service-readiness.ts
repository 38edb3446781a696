import type { CheckState, ReadinessCheck } from '@casewire/service';
import got from 'got';
import { z } from 'zod';
import type { ServiceUrls } from './services.ts';

/** Shorter than a readiness check may take, so that the answer can name the service that was silent. */
const TIMEOUT_MS = 2_500;

const readiness = z.object({
  version: z.string().optional(),
  ready: z.boolean(),
  checks: z.record(z.string(), z.unknown()),
});

/** A check for each service. It repeats the answer of the service's own `/readyz`. */
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
