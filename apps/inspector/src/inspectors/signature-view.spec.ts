import { describe, expect, it } from '@jest/globals';
import { toSignatureView } from './signature-view.ts';

const checksOf = (...given: Parameters<typeof toSignatureView>) =>
  toSignatureView(...given).checks.map(({ passed }) => passed);

describe('the checks of a signature', () => {
  it.each([
    [null, [true, true, true]],
    ['missing-header', [false, null, null]],
    ['malformed-header', [false, null, null]],
    ['timestamp-too-old', [true, false, null]],
    ['timestamp-too-new', [true, false, null]],
    ['signature-mismatch', [true, true, false]],
    ['not-signed', [null, null, null]],
    ['body-too-large', [null, null, null]],
  ] as const)('are, where the result is %s, %j for headers, time and signature', (failure, expected) => {
    expect(checksOf('standard-webhooks', failure)).toEqual(expected);
  });

  it('leave the time out where the scheme signs none', () => {
    expect(checksOf('hmac-body-hex', null)).toEqual([true, null, true]);
    expect(checksOf('hmac-body-hex', 'signature-mismatch')).toEqual([true, null, false]);
  });
});
