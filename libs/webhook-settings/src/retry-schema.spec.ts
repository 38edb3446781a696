import { describe, expect, it } from '@jest/globals';
import { retrySchema } from './schemas.ts';

const delays = (count: number) => Array<number>(count).fill(1);
const oneDelay = { delaysSeconds: [10] };

describe('the retry of a webhook', () => {
  it.each([
    'none',
    'standard',
    'fast',
    'patient',
    { delaysSeconds: [] },
    { delaysSeconds: [0.2, 604_800] },
    { delaysSeconds: delays(50) },
    { delaysSeconds: [5, 1], maxAgeSeconds: 5 },
  ])('may be %j', (retry) => {
    expect(retrySchema.parse(retry)).toEqual(retry);
  });

  it.each<[mistake: string, path: string, retry: unknown, message: string]>([
    ['an unknown name', '', 'slow', 'is neither "none", "standard", "fast", "patient" nor of the form'],
    ['a number', '', 5, 'is neither'],
    ['a negative delay', 'delaysSeconds.0', { delaysSeconds: [-5] }, 'Too small'],
    ['a delay of 0', 'delaysSeconds.1', { delaysSeconds: [1, 0] }, 'Too small'],
    ['a delay of more than a week', 'delaysSeconds.0', { delaysSeconds: [604_801] }, 'Too big'],
    ['10,000 attempts', 'delaysSeconds', { delaysSeconds: delays(9_999) }, 'are too many'],
    ['an age of more than 30 days', 'maxAgeSeconds', { ...oneDelay, maxAgeSeconds: 2_592_001 }, 'Too big'],
    [
      'an age without a retry',
      'maxAgeSeconds',
      { ...oneDelay, maxAgeSeconds: 5 },
      'is shorter than the first',
    ],
  ])('is refused with its field for %s', (_mistake, path, retry, message) => {
    const { error } = retrySchema.safeParse(retry);
    expect(error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([
      [path, expect.stringContaining(message)],
    ]);
  });
});
