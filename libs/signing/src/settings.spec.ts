import { describe, expect, it } from '@jest/globals';
import { resolveScheme } from './settings.ts';

const ballerine = { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature', algorithm: 'sha256' } as const;

describe('resolveScheme', () => {
  it("takes the family's scheme by default, with the webhook's choices laid over it", () => {
    expect(resolveScheme({}, ballerine)).toEqual(ballerine);
    expect(resolveScheme({ scheme: 'native', header: 'X-Own', algorithm: 'sha512' }, ballerine)).toEqual({
      scheme: 'hmac-body-hex',
      header: 'X-Own',
      algorithm: 'sha512',
    });
    expect(resolveScheme({ header: 'X-Own' }, { scheme: 'none' })).toEqual({ scheme: 'none' });
  });

  it('takes a named scheme with its own defaults', () => {
    expect(resolveScheme({ scheme: 'hmac-body-hex' }, { scheme: 'none' })).toEqual({
      scheme: 'hmac-body-hex',
      header: 'X-HMAC-Signature',
    });
    expect(resolveScheme({ scheme: 'timestamped-hex', keyEncoding: 'utf8' }, ballerine)).toEqual({
      scheme: 'timestamped-hex',
      header: 'X-Webhook-Signature',
      keyEncoding: 'utf8',
    });
    expect(resolveScheme({ scheme: 'standard-webhooks' }, ballerine)).toEqual({
      scheme: 'standard-webhooks',
    });
    expect(resolveScheme({ scheme: 'none' }, ballerine)).toEqual({ scheme: 'none' });
  });
});
