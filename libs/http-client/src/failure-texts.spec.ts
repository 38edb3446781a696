import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHttpError } from './failure-texts.ts';
import { HttpError } from './http-error.ts';

const raised = (code: string) =>
  toHttpError(Object.assign(new Error('an internal text, see https://library'), { code }));

describe('toHttpError', () => {
  it.each([
    ['ECONNREFUSED', 'connection-error', 'the receiver refused the connection'],
    ['EHOSTUNREACH', 'connection-error', 'there is no route to the receiver'],
    ['CERT_HAS_EXPIRED', 'tls-error', "the receiver's certificate has expired"],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls-error', 'the receiver demands a client certificate'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls-error', 'the receiver demands a client certificate'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tls-error', 'the receiver has no certificate for this host name'],
    ['ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR', 'tls-error', 'the receiver ended TLS with the alert decrypt_error'],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'tls-error', 'TLS with the receiver failed (ERR_SSL_DH_KEY_TOO_SMALL)'],
    ['EMFILE', 'connection-error', 'the connection failed (EMFILE)'],
  ])('says what %s means', (code, kind, message) => {
    const error = raised(code);
    expect([error.code, error.message]).toEqual([kind, message]);
  });

  it('repeats nothing that a library says, whatever the code', () => {
    const code = fc.oneof(
      fc.string(),
      fc.constantFrom('', 'EPROTO', 'ERR_ASSERTION'),
      fc.stringMatching(/^(?:ERR_TLS_|ERR_SSL_|CERT_|UND_ERR_|ERR_SSL_TLSV1_ALERT_|E)[A-Z_]{1,20}$/),
    );
    fc.assert(
      fc.property(code, (each) => {
        const { message } = raised(each);
        expect(message).not.toContain('internal');
        expect(message).toMatch(/^(?:the|there|TLS) /);
      }),
    );
  });

  it('leaves what is in words already', () => {
    const error = new HttpError('timeout', 'nothing came');
    expect(toHttpError(error)).toBe(error);
    expect(toHttpError('odd').message).toBe('the connection failed');
  });
});
