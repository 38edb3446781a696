import { describe, expect, it } from '@jest/globals';
import { hexLines } from './hex-lines.ts';

describe('a hex dump', () => {
  it('shows sixteen bytes a line, and dots for what cannot be printed', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"name":"Zoë"}\n\t'), 0, 0x7f, 0xff]);
    expect(hexLines(bytes)).toEqual([
      {
        offset: '00000000',
        hex: '7b 22 6e 61 6d 65 22 3a 22 5a 6f c3 ab 22 7d 0a',
        text: '{"name":"Zo.."}.',
      },
      { offset: '00000010', hex: '09 00 7f ff', text: '....' },
    ]);
  });

  it('is empty where there are no bytes', () => {
    expect(hexLines(new Uint8Array())).toEqual([]);
  });
});
