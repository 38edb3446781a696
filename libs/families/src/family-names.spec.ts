import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { families } from './family-folders.ts';

/** Specs and what only they use may speak of one family. */
const TEST_CODE = /\.(?:spec|fixture)\.ts$|\/(?:testing|specs)\/|^libs\/testing\//;

describe('code outside libs/families', () => {
  it('names no family', async () => {
    const names = families.filter(({ eventTypes }) => eventTypes.length > 0).map(({ name }) => name);
    const anyName = new RegExp(names.join('|'), 'i');
    const naming: string[] = [];
    for await (const file of glob('{apps,libs}/*/src/**/*.ts')) {
      if (file.startsWith('libs/families/') || TEST_CODE.test(file)) continue;
      if (anyName.test(await readFile(file, 'utf8'))) naming.push(file);
    }
    expect(naming).toEqual([]);
  });
});
