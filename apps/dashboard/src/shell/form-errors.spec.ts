import { ApiError } from '@casewire/client';
import { describe, expect, it } from '@jest/globals';
import { formErrors } from './form-errors.ts';

const refusal = (message: string, accepted?: string) =>
  new ApiError('refused', {
    code: 'validation-failed',
    errors: [{ path: 'url', message, ...(accepted !== undefined && { accepted }) }],
  });

describe('the error of a field', () => {
  it.each([
    ['must begin with https:// in production', 'Must begin with https:// in production'],
    ['"a b" is not the name of a secret', '"a b" is not the name of a secret'],
    ['claim.paid is not known', 'claim.paid is not known'],
    ['`until` is too early', '`until` is too early'],
  ])('"%s" is a sentence, in which names stay as they are', (message, shown) => {
    expect(formErrors(refusal(message))).toEqual({ url: shown });
  });

  it('says what is accepted', () => {
    expect(formErrors(refusal('is too long', '200 characters'))).toEqual({
      url: 'Is too long; accepted: 200 characters',
    });
  });
});
