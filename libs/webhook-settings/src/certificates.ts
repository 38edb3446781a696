import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Certificates in one bundle at most. */
const MAX_CERTIFICATES = 50;

/** A text that holds no certificates, or ones that cannot be used. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * The certificates of a PEM text, in their order.
 * @throws CertificateError if there is none, one cannot be read, or one has expired
 */
export function readCertificates(pem: string, now = new Date()): [X509Certificate, ...X509Certificate[]] {
  const [first, ...others] = (pem.match(CERTIFICATE) ?? []).map(readCertificate);
  if (first === undefined) throw new CertificateError('holds no certificate in PEM');
  if (others.length >= MAX_CERTIFICATES)
    throw new CertificateError(`holds more than ${MAX_CERTIFICATES} certificates`);
  for (const { subject, validToDate } of [first, ...others]) {
    if (validToDate > now) continue;
    throw new CertificateError(
      `holds a certificate that expired at ${validToDate.toISOString()}: ${oneLine(subject)}`,
    );
  }
  return [first, ...others];
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new CertificateError('holds a certificate that cannot be read', { cause });
  }
}

/**
 * A private key of a PEM text.
 * @param passphrase of an encrypted key
 * @throws CertificateError if it cannot be read
 */
export function readPrivateKey(pem: string, passphrase?: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  } catch (cause) {
    const hint = pem.includes('ENCRYPTED')
      ? 'cannot be opened with the `passphrase`'
      : 'is not a private key in PEM';
    throw new CertificateError(hint, { cause });
  }
}

/** The part of a certificate that its owner tells it from others by. */
export interface CertificateFacts {
  readonly subject: string;
  readonly expiresAt: string;
  /** SHA-256, in hex with colons. */
  readonly fingerprint: string;
}

export function certificateFacts({
  subject,
  validToDate,
  fingerprint256,
}: X509Certificate): CertificateFacts {
  return { subject: oneLine(subject), expiresAt: validToDate.toISOString(), fingerprint: fingerprint256 };
}

/** Node writes each attribute of a name on a line of its own. */
function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
