import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Config } from '../config.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

const secretsSchema = z.object({
  CASEWIRE_ADMIN_KEY: z.string(),
  CASEWIRE_MASTER_KEYS: z.string(),
  CASEWIRE_INTERNAL_KEY: z.string(),
});

/** By the names of the variables that they become. */
export type Secrets = z.infer<typeof secretsSchema>;

function generateSecrets(): Secrets {
  return {
    CASEWIRE_ADMIN_KEY: `operator_${randomBytes(24).toString('base64url')}`,
    CASEWIRE_MASTER_KEYS: `local:${randomBytes(32).toString('base64')}`,
    CASEWIRE_INTERNAL_KEY: randomBytes(32).toString('base64url'),
  };
}

/**
 * The keys of this data folder, generated at the first call. A variable that is set takes precedence, and is not
 * stored.
 */
export async function loadSecrets(file: string, config: Partial<Config>): Promise<Secrets> {
  let stored = await readPrivateFile(file, secretsSchema);
  if (stored === undefined) {
    stored = generateSecrets();
    await writePrivateFile(file, stored);
  }
  return {
    CASEWIRE_ADMIN_KEY: config.CASEWIRE_ADMIN_KEY ?? stored.CASEWIRE_ADMIN_KEY,
    CASEWIRE_MASTER_KEYS: config.CASEWIRE_MASTER_KEYS ?? stored.CASEWIRE_MASTER_KEYS,
    CASEWIRE_INTERNAL_KEY: config.CASEWIRE_INTERNAL_KEY ?? stored.CASEWIRE_INTERNAL_KEY,
  };
}
