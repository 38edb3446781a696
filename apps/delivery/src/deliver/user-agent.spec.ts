import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { userAgent } from './user-agent.ts';

describe('userAgent', () => {
  it('names the version that is released', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    expect(userAgent).toBe(`Casewire/${version}`);
  });
});
