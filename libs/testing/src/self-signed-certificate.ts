import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that nobody trusts by default. */
export interface SelfSignedCertificate {
  readonly key: string;
  readonly certificate: string;
}

const oids = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  subjectAltName: '0603551d11',
};

/** Makes an X.509 v3 certificate (RFC 5280) for the given DNS name, valid from yesterday for ten days. */
export function selfSignedCertificate(hostname: string, now = new Date()): SelfSignedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(Buffer.from(oids.ecdsaWithSha256, 'hex'));
  const name = sequence(
    der(0x31, sequence(Buffer.from(oids.commonName, 'hex'), der(0x0c, Buffer.from(hostname)))),
  );
  const alternativeNames = sequence(der(0x82, Buffer.from(hostname)));
  const certificate = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(utcTime(now, -1), utcTime(now, 9)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(Buffer.from(oids.subjectAltName, 'hex'), der(0x04, alternativeNames)))),
  );
  const signature = sign('sha256', certificate, privateKey);
  const signed = sequence(certificate, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${signed.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function utcTime(now: Date, offsetDays: number): Buffer {
  const at = new Date(now.getTime() + offsetDays * 24 * 60 * 60 * 1000);
  return der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function sequence(...members: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(members));
}

/** DER takes the shortest form of a length (X.690, 10.1); browsers refuse any other. */
function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...derLength(content.length)]), content]);
}

function derLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}
