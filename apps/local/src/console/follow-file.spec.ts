import { eventually } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followFile } from './follow-file.ts';

describe('followFile', () => {
  it('tells of whole lines that are appended, not of those that were there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'casewire-'));
    const file = join(folder, 'receiver.log');
    const following = new AbortController();
    const lines: string[] = [];
    try {
      await writeFile(file, 'earlier\n');
      const followed = await followFile(file, (line) => lines.push(line), following.signal);
      await appendFile(file, 'first\nsec');
      await eventually(() => {
        expect(lines).toEqual(['first']);
      });
      await appendFile(file, 'ond\n');
      await eventually(() => {
        expect(lines).toEqual(['first', 'second']);
      });
      await appendFile(file, 'third\n');
      await followed.catchUp();
      expect(lines).toEqual(['first', 'second', 'third']);
    } finally {
      following.abort();
      await rm(folder, { recursive: true });
    }
  });
});
