import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole workspace. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Files here can be deleted at any time. */
export const cacheDir = join(root, '.cache');
