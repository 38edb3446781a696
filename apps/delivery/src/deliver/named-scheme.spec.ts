import { families } from '@casewire/families';
import { resolveScheme, sign } from '@casewire/signing';
import { describe, expect, it } from '@jest/globals';

const secrets = [`whsec_${'ab'.repeat(32)}`];
const message = { id: 'msg-1', timestampSeconds: 1_790_000_000, body: Buffer.from('{"a":1}') };

describe('a webhook that names the scheme of the family of its events', () => {
  it.each(families.map(({ name, defaults }) => [name, defaults.signing] as const))(
    'is signed as the family %s signs by itself, to the letter',
    (_name, native) => {
      const named = resolveScheme({ scheme: native.scheme }, native);
      expect(sign({ scheme: named, secrets, ...message })).toEqual(
        sign({ scheme: native, secrets, ...message }),
      );
    },
  );
});
