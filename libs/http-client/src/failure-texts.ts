import type { ReceiverTls } from './http-client.ts';
import { HttpError, type HttpErrorCode } from './http-error.ts';

type Failure = readonly [code: HttpErrorCode, sentence: string];

const noRoute: Failure = ['connection-error', 'there is no route to the receiver'];
const noTls: Failure = ['tls-error', 'the receiver does not speak TLS on this port'];
const oldTls: Failure = ['tls-error', 'the receiver speaks neither TLS 1.2 nor TLS 1.3'];
const incompleteChain: Failure = [
  'tls-error',
  "the receiver's certificate is not signed by a known authority, or an intermediate certificate is missing",
];
const selfSigned: Failure = ['tls-error', "the receiver's certificate is self-signed"];
const wrongName: Failure = ['tls-error', "the receiver's certificate is for another host name"];

/** What the codes of Node, OpenSSL, c-ares and undici mean for the owner of a webhook. */
const failures: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ['ECONNREFUSED', ['connection-error', 'the receiver refused the connection']],
  ['ECONNRESET', ['connection-error', 'the receiver reset the connection']],
  ['EPIPE', ['connection-error', 'the receiver closed the connection while the request was sent']],
  ['UND_ERR_SOCKET', ['connection-error', 'the receiver closed the connection']],
  ['ETIMEDOUT', ['timeout', 'the receiver does not respond']],
  ['EHOSTUNREACH', noRoute],
  ['EHOSTDOWN', noRoute],
  ['ENETUNREACH', noRoute],
  ['ENETDOWN', noRoute],

  ['UND_ERR_INVALID_ARG', ['invalid-request', 'the request cannot be sent']],
  ['HPE', ['protocol-error', 'the answer does not follow HTTP/1.1']],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', ['protocol-error', 'the body does not have the announced length']],
  ['UND_ERR_HEADERS_OVERFLOW', ['protocol-error', 'the headers of the answer are longer than 64 KiB']],

  ['CERT_HAS_EXPIRED', ['tls-error', "the receiver's certificate has expired"]],
  ['CERT_NOT_YET_VALID', ['tls-error', "the receiver's certificate is not valid yet"]],
  ['CERT_REVOKED', ['tls-error', "the receiver's certificate was revoked"]],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', selfSigned],
  ['SELF_SIGNED_CERT_IN_CHAIN', selfSigned],
  ['UNABLE_TO_GET_ISSUER_CERT', incompleteChain],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', incompleteChain],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', incompleteChain],
  ['ERR_TLS_CERT_ALTNAME_INVALID', wrongName],
  ['HOSTNAME_MISMATCH', wrongName],
  ['ERR_SSL_WRONG_VERSION_NUMBER', noTls],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', noTls],
  ['ERR_SSL_RECORD_LAYER_FAILURE', noTls],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', oldTls],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', oldTls],
]);

/** What the codes of c-ares mean. Some of them mean other things of a connection. */
const lookUpFailures: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'the host name does not exist'],
  ['ENODATA', 'the host name has no address'],
  ['EBADNAME', 'the host name cannot exist'],
  ['ESERVFAIL', 'the name servers of the host name fail'],
  ['EREFUSED', 'the name servers refuse to look the host name up'],
  ['ETIMEOUT', 'the name servers of the host name do not respond'],
  ['ECONNREFUSED', 'no name server can be reached'],
]);

const CLIENT_CERTIFICATE = 'the receiver demands a client certificate';
const NO_VERSION = 'the receiver accepts neither TLS 1.2 nor TLS 1.3';

/**
 * The alerts that tell the owner of a receiver what to change (RFC 8446, section 6.2), in OpenSSL's spelling. To a client
 * that shows no certificate, an alert about it demands one.
 */
const alerts: ReadonlyMap<string, string> = new Map([
  ['CERTIFICATE_REQUIRED', CLIENT_CERTIFICATE],
  ['BAD_CERTIFICATE', CLIENT_CERTIFICATE],
  ['NO_CERTIFICATE', CLIENT_CERTIFICATE],
  ['CERTIFICATE_UNKNOWN', CLIENT_CERTIFICATE],
  ['UNKNOWN_CA', CLIENT_CERTIFICATE],
  ['ACCESS_DENIED', 'the receiver denies access to clients without a certificate that it knows'],
  [
    'HANDSHAKE_FAILURE',
    'the receiver accepts none of the offered TLS ciphers, or demands a client certificate',
  ],
  ['INSUFFICIENT_SECURITY', 'the receiver demands stronger TLS ciphers than are offered'],
  ['PROTOCOL_VERSION', NO_VERSION],
  ['UNRECOGNIZED_NAME', 'the receiver has no certificate for this host name'],
  ['NO_APPLICATION_PROTOCOL', 'the receiver does not speak HTTP/1.1'],
  ['INTERNAL_ERROR', 'the TLS of the receiver reports an internal error'],
]);

/** OpenSSL's names of received alerts. They contain the word `ALERT`, except for that of an unrecognized name. */
const ALERT_CODE = /^ERR_SSL_(?:TLSV1|TLSV13|SSLV3|SSL\/TLS)_(?:ALERT_|(?=UNRECOGNIZED_NAME$))(.+)$/;
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|ERROR_IN_|EPROTO$)/;

/** What the code of an error means. A code without a text of its own gets a general one that ends with the code. */
function failureOf(code: string): Failure {
  const known = failures.get(code);
  if (known !== undefined) return known;
  const [, alert] = ALERT_CODE.exec(code) ?? [];
  if (alert !== undefined) {
    return ['tls-error', alerts.get(alert) ?? `the receiver ended TLS with the alert ${alert.toLowerCase()}`];
  }
  if (TLS_CODE.test(code)) return ['tls-error', `TLS with the receiver failed (${code})`];
  return ['connection-error', `the connection failed${code === '' ? '' : ` (${code})`}`];
}

/** Puts why a host name was not found into words that the owner of a webhook understands. */
export function toLookUpError(error: unknown): HttpError {
  const code = codeOf(error);
  const sentence = lookUpFailures.get(code) ?? `the host name could not be looked up (${code})`;
  return new HttpError('dns-error', sentence, { cause: error });
}

/** Puts an error that undici or Node raised into words that the owner of a webhook understands. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const [code, sentence] = failureOf(codeOf(error));
  return new HttpError(code, sentence, { cause: error });
}

/** The same failure, where it means something else with the webhook's own settings of TLS. */
export function asToldOf(tls: ReceiverTls | undefined, error: HttpError): HttpError {
  if (tls === undefined || error.code !== 'tls-error') return error;
  const { message } = error;
  if (message === CLIENT_CERTIFICATE && tls.clientCertificate !== undefined) {
    return new HttpError('tls-error', 'the receiver refuses the client certificate', { cause: error });
  }
  const isTooOld = message === NO_VERSION || message === oldTls[1];
  if (isTooOld && tls.minVersion === 'TLSv1.3') {
    return new HttpError('tls-error', 'the receiver does not speak TLS 1.3', { cause: error });
  }
  return error;
}

/** undici gives the errors of its parser no code. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('name' in error && error.name === 'HTTPParserError') return 'HPE';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
