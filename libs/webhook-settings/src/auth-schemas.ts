import { z } from 'zod';
import { CertificateError, certificateFacts, readCertificates, readPrivateKey } from './certificates.ts';
import { limits } from './limits.ts';
import { printableText } from './schemas.ts';

const credential = printableText({ max: limits.credentialCharacters, blanks: true });

const pem = z.string().min(1).max(limits.pemCharacters);

const basicSchema = z.strictObject({
  username: credential.refine((text) => !text.includes(':'), 'contains a colon'),
  password: credential,
});

const bearerSchema = z.strictObject({ token: printableText({ max: limits.tokenCharacters, blanks: false }) });

/** Signature algorithms of client assertions (RFC 7518, section 3.1), and the keys that they need. */
const assertionAlgorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const;
export type AssertionAlgorithm = (typeof assertionAlgorithms)[number];

const fitsAlgorithm: Readonly<
  Record<AssertionAlgorithm, (type: string | undefined, curve: string | undefined) => boolean>
> = {
  RS256: (type) => type === 'rsa',
  PS256: (type) => type === 'rsa',
  ES256: (type, curve) => type === 'ec' && curve === 'prime256v1',
  ES384: (type, curve) => type === 'ec' && curve === 'secp384r1',
  EdDSA: (type) => type === 'ed25519',
};

const privateKeyJwtSchema = z
  .strictObject({
    key: pem.describe('The private key in PEM (PKCS #8), not encrypted.'),
    algorithm: z.enum(assertionAlgorithms),
    keyId: printableText({ max: limits.credentialCharacters, blanks: true })
      .exactOptional()
      .describe('The `kid` of the assertion.'),
    audience: printableText({ max: limits.urlCharacters, blanks: false })
      .exactOptional()
      .describe('The `aud` of the assertion. Default: the token URL.'),
  })
  .superRefine(({ key, algorithm }, context) => {
    const type = orIssue(context, ['key'], () => readPrivateKey(key));
    if (type === undefined) return;
    const { asymmetricKeyType, asymmetricKeyDetails } = type;
    if (fitsAlgorithm[algorithm](asymmetricKeyType, asymmetricKeyDetails?.namedCurve)) return;
    context.addIssue({ code: 'custom', path: ['key'], message: `is no key for the algorithm ${algorithm}` });
  });

const oauth2Schema = z
  .strictObject({
    tokenUrl: z
      .string()
      .min(1)
      .max(limits.urlCharacters)
      .describe('Under the same rule as `url`; placeholders cannot stand in it.'),
    clientId: credential,
    clientSecret: credential.exactOptional(),
    clientAuthentication: z
      .enum(['client_secret_basic', 'client_secret_post'])
      .exactOptional()
      .describe('How the client secret is sent (RFC 6749, section 2.3.1). Default: client_secret_basic.'),
    privateKeyJwt: privateKeyJwtSchema
      .exactOptional()
      .describe('In place of a secret: a signed assertion (RFC 7523, section 2.2).'),
    scope: credential.exactOptional(),
    audience: credential.exactOptional().describe('Sent as `audience`, which some servers need.'),
    resource: credential.exactOptional().describe('Sent as `resource` (RFC 8707).'),
  })
  .superRefine(({ clientSecret, privateKeyJwt, clientAuthentication }, context) => {
    if ((clientSecret === undefined) === (privateKeyJwt === undefined)) {
      const accepted = 'one of `clientSecret` and `privateKeyJwt`';
      context.addIssue({
        code: 'custom',
        message: 'names no way for the client to authenticate, or two',
        params: { accepted },
      });
    }
    if (privateKeyJwt !== undefined && clientAuthentication !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['clientAuthentication'],
        message: 'is for a `clientSecret`',
      });
    }
  });

const mtlsSchema = z
  .strictObject({
    certificate: pem.describe('The client certificate in PEM; those of intermediate authorities may follow.'),
    privateKey: pem.describe('Its private key in PEM.'),
    passphrase: credential.exactOptional().describe('Of an encrypted key. It is not kept.'),
  })
  .superRefine(({ certificate, privateKey, passphrase }, context) => {
    const chain = orIssue(context, ['certificate'], () => readCertificates(certificate));
    const key = orIssue(context, ['privateKey'], () => readPrivateKey(privateKey, passphrase));
    if (chain === undefined || key === undefined || chain[0].checkPrivateKey(key)) return;
    context.addIssue({ code: 'custom', path: ['privateKey'], message: 'does not belong to the certificate' });
  });

/** The credentials that a receiver asks for. */
export const authSchema = z
  .strictObject({
    basic: basicSchema.exactOptional(),
    bearer: bearerSchema.exactOptional(),
    oauth2: oauth2Schema.exactOptional().describe('Client credentials (RFC 6749, section 4.4).'),
    mtls: mtlsSchema.exactOptional().describe('A client certificate, alone or beside one of the others.'),
  })
  .refine(
    ({ basic, bearer, oauth2, mtls }) => {
      const inHeader = [basic, bearer, oauth2].filter((kind) => kind !== undefined).length;
      return inHeader === 1 || (inHeader === 0 && mtls !== undefined);
    },
    {
      error: 'names no kind of credentials, or several',
      params: { accepted: 'one of `basic`, `bearer` and `oauth2`, and `mtls` alone or beside it' },
    },
  );

export type Auth = z.output<typeof authSchema>;

/** The part of the credentials that is shown. */
export const shownAuthSchema = z.object({
  basic: z.object({ username: z.string() }).exactOptional(),
  bearer: z.object({}).exactOptional(),
  oauth2: z
    .object({
      tokenUrl: z.string(),
      clientId: z.string(),
      clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt']),
      scope: z.string().exactOptional(),
      audience: z.string().exactOptional(),
      resource: z.string().exactOptional(),
    })
    .exactOptional(),
  mtls: z
    .object({ subject: z.string(), expiresAt: z.iso.datetime(), fingerprint: z.string() })
    .exactOptional()
    .describe('The client certificate.'),
});

export function shownAuth({ basic, bearer, oauth2, mtls }: Auth): z.output<typeof shownAuthSchema> {
  return {
    ...(basic !== undefined && { basic: { username: basic.username } }),
    ...(bearer !== undefined && { bearer: {} }),
    ...(oauth2 !== undefined && { oauth2: shownOAuth2(oauth2) }),
    ...(mtls !== undefined && { mtls: certificateFacts(readCertificates(mtls.certificate)[0]) }),
  };
}

function shownOAuth2({
  clientSecret: _secret,
  privateKeyJwt,
  clientAuthentication = 'client_secret_basic',
  ...shown
}: NonNullable<Auth['oauth2']>) {
  return {
    ...shown,
    clientAuthentication: privateKeyJwt === undefined ? clientAuthentication : ('private_key_jwt' as const),
  };
}

/** What TLS with a receiver differs by. */
export const tlsSchema = z
  .strictObject({
    certificateAuthorities: pem
      .superRefine((bundle, context) => {
        orIssue(context, [], () => readCertificates(bundle));
      })
      .exactOptional()
      .describe('PEM certificates to trust in place of the public ones, one after the other.'),
    minVersion: z
      .enum(['1.2', '1.3'])
      .exactOptional()
      .describe('The oldest TLS that is spoken. Default: 1.2.'),
  })
  .refine((tls) => Object.keys(tls).length > 0, 'names nothing');

/** @returns undefined where a certificate or key cannot be used: the issue is added then */
function orIssue<T>(context: z.RefinementCtx, path: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    context.addIssue({ code: 'custom', path, message: error.message });
    return undefined;
  }
}
