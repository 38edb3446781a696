import { describe, expect, it } from '@jest/globals';
import { visibleLines, visibleText } from './visible-text.ts';

describe('text from outside', () => {
  it('shows characters that would not be seen, or would turn their neighbours around', () => {
    expect(visibleText('a\u0000b\u001b[31m\u202egnp.exe\u200b\ufeff\n')).toBe(
      String.raw`a\u0000b\u001b[31m\u202egnp.exe\u200b\ufeff\n`,
    );
  });

  it('keeps all other characters', () => {
    const text = '<script>alert(1)</script> é 漢字 👩 שלום';
    expect(visibleText(text)).toBe(text);
  });

  it('keeps line ends and tabs where there are several lines', () => {
    expect(visibleLines('a\n\tb\r\n\u2028')).toBe('a\n\tb\\r\n\\u2028');
  });
});
