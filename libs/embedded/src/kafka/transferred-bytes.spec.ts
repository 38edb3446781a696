import { describe, expect, it } from '@jest/globals';
import { transferredBytes } from './transferred-bytes.ts';

describe('transferredBytes', () => {
  it.each([
    ['[INFO] Downloaded from central: https://repo/a.jar (5.3 MB at 2.9 MB/s)', 5_300_000],
    ['[INFO] Downloaded from central: https://repo/a.pom (32 kB at 336 kB/s)', 32_000],
    ['[INFO] Downloaded from central: https://repo/a.pom (716 B)', 716],
    ['[INFO] Downloading from central: https://repo/a.jar', 0],
    ['[INFO] BUILD SUCCESS', 0],
  ])('reads %j', (line, bytes) => {
    expect(transferredBytes(line)).toBe(bytes);
  });
});
