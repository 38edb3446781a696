import { relative } from 'node:path';
import { type Paths } from '../paths.ts';

/** What a start has led to. */
export interface Started {
  readonly url: string;
  /** Opens the dashboard as the demo tenant, once. */
  readonly link: string;
  /** The demo tenant's. */
  readonly key: string;
  /** That the start took. */
  readonly seconds: number;
  /** Whether the operator's key is that of the environment, and not the one in the data folder. */
  readonly ownAdminKey: boolean;
}

/** The lines that a newcomer needs when everything runs. */
export function summaryLines(
  { root, logDir, secrets }: Pick<Paths, 'root' | 'logDir' | 'secrets'>,
  { url, link, key, seconds, ownAdminKey }: Started,
): string[] {
  const place = ownAdminKey ? ', as it is set in the environment' : ` in ${relative(root, secrets)}`;
  return [
    '',
    `Casewire is ready at ${url} (after ${seconds.toFixed(1)} s); Ctrl-C stops it. Logs: ${relative(root, logDir)}`,
    '',
    'The dashboard of the demo tenant, once and within an hour (npm run open prints another address):',
    link,
    '',
    `export CASEWIRE_URL=${url}`,
    `export CASEWIRE_KEY=${key}`,
    '',
    "This key is the demo tenant's, for its sandbox only; the operator's key, which makes tenants and may act for any of",
    `them, is CASEWIRE_ADMIN_KEY${place}.`,
    '',
    'Send an event with a fresh id from another terminal:  npm run send',
  ];
}
