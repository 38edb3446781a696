import { describe, expect, it } from '@jest/globals';
import { keptHeaders } from './kept-headers.ts';

describe('the headers that are kept', () => {
  it('are those of the receiver in their order and spelling, each as often as it came', () => {
    const raw = [
      'Host',
      '127.0.0.1',
      'B',
      '1',
      'a',
      '2',
      'casewire-inspection',
      'x.y',
      'b',
      '3',
      'Connection',
      'close',
    ];
    expect(keptHeaders(raw, {})).toEqual([
      ['B', '1'],
      ['a', '2'],
      ['b', '3'],
    ]);
  });

  it('hold no secret, in whatever spelling its header came', () => {
    const shown = { Authorization: '[redacted]', 'X-Shop': '{secret.SHOP}' };
    expect(keptHeaders(['authorization', 'Bearer a', 'x-shop', 'b'], shown)).toEqual([
      ['authorization', '[redacted]'],
      ['x-shop', '{secret.SHOP}'],
    ]);
  });
});
