import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets } from './secrets.ts';

describe('loadSecrets', () => {
  it('generates keys once, for the owner only, and prefers those of the environment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'casewire-'));
    const file = join(folder, 'secrets.json');
    try {
      const first = await loadSecrets(file, {});
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await loadSecrets(file, {})).toEqual(first);
      expect(first.CASEWIRE_MASTER_KEYS).toMatch(/^local:[A-Za-z0-9+/]{43}=$/);

      const own = await loadSecrets(file, { CASEWIRE_ADMIN_KEY: 'a-key-of-my-own' });
      expect(own).toEqual({ ...first, CASEWIRE_ADMIN_KEY: 'a-key-of-my-own' });
      expect(await loadSecrets(file, {})).toEqual(first);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
