export interface Summary {
  url: string;
  key: string;
  logDir: string;
  secretsFile: string;
  /** Seconds that the start took. */
  seconds: number;
}

/** The lines that a newcomer needs when everything runs. */
export function summaryLines({ url, key, logDir, secretsFile, seconds }: Summary): string[] {
  return [
    '',
    `Casewire is ready at ${url} (after ${seconds.toFixed(1)} s); Ctrl-C stops it. Logs: ${logDir}`,
    '',
    `export CASEWIRE_URL=${url}`,
    `export CASEWIRE_KEY=${key}`,
    '',
    "This key is the demo tenant's, for its sandbox only; the operator's key, which makes tenants and may act for any of",
    `them, is CASEWIRE_ADMIN_KEY in ${secretsFile}.`,
    '',
    'Send an event with a fresh id from another terminal:  npm run send',
  ];
}
