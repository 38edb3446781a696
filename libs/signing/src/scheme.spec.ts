import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generatePrivateKey } from './key-pair.ts';
import { signatureHeaders, type SigningScheme } from './scheme.ts';
import { sign } from './sign.ts';

describe('signatureHeaders', () => {
  const header = fc.constantFrom('X-HMAC-Signature', 'x-payload-digest', 'X-Payload-Digest');
  const scheme = fc.oneof(
    fc.record({ scheme: fc.constant('hmac-body-hex' as const), header }),
    fc.record({ scheme: fc.constant('timestamped-hex' as const), header }),
    fc.record({ scheme: fc.constantFrom('standard-webhooks' as const, 'standard-webhooks-ed25519', 'none') }),
  ) satisfies fc.Arbitrary<SigningScheme>;

  it('are all that signing sets, while a secret rotates', () => {
    fc.assert(
      fc.property(scheme, (any) => {
        const secrets =
          any.scheme === 'standard-webhooks-ed25519'
            ? [generatePrivateKey(), generatePrivateKey()]
            : ['ab'.repeat(16), 'cd'.repeat(16)];
        const headers = sign({
          scheme: any,
          secrets,
          id: 'msg',
          timestampSeconds: 1,
          body: Buffer.from('{}'),
        });
        expect(
          Object.keys(headers)
            .map((name) => name.toLowerCase())
            .toSorted(),
        ).toEqual(signatureHeaders(any).toSorted());
      }),
    );
  });
});
