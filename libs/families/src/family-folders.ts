import { globSync } from 'node:fs';
import type { Family } from './family.ts';

/**
 * The families in the folders beside this file: whatever has a `family.ts`, by name. A bundle has no folders, so
 * `tools/bundle.ts` puts static imports of the same files in the place of this module.
 */
export const families: readonly Family[] = await Promise.all(
  globSync('*/family.ts', { cwd: import.meta.dirname })
    .sort()
    .map(async (file) => ((await import(`./${file}`)) as { readonly family: Family }).family),
);
