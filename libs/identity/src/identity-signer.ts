import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { environments } from '@casewire/events';
import { z } from 'zod';
import { type Identity, scopes } from './identity.ts';

/**
 * The request header with the signed identity. The gateway sends it, and services that call another service for a
 * client.
 */
export const IDENTITY_HEADER = 'casewire-identity';

/** Long enough for one request to arrive, too short to be worth stealing. */
const LIFETIME_SECONDS = 30;

/** How much the clocks of two machines may differ. */
const CLOCK_TOLERANCE_SECONDS = 5;

const ISSUER = 'casewire-gateway';
const AUDIENCE = 'casewire-services';

/** The token expired, or was not made with the internal key. */
export class InvalidIdentityError extends Error {
  override readonly name = 'InvalidIdentityError';
}

export interface IdentitySigner {
  sign(identity: Identity): string;
  /** @throws InvalidIdentityError */
  verify(token: string): Identity;
}

/** The header of every token. A token that names another algorithm is refused. */
const HEADER = encode({ alg: 'HS256' });

const payloadSchema = z.object({
  iss: z.literal(ISSUER),
  aud: z.literal(AUDIENCE),
  sub: z.string(),
  /** The session, as OpenID Connect names it. */
  sid: z.string().optional(),
  /** The request: this token is made for it. */
  jti: z.string().optional(),
  name: z.string().optional(),
  reason: z.string().optional(),
  iat: z.int(),
  exp: z.int(),
  tenant: z.string().optional(),
  environment: z.enum(environments).optional(),
  scopes: z.array(z.enum(scopes)),
  operator: z.boolean(),
});

type Payload = z.infer<typeof payloadSchema>;

/**
 * Signs and verifies identities as JWTs (RFC 7519) with HMAC-SHA256 (RFC 7515, appendix A.1). Every request is signed and
 * verified once, so both are done in place: the web cryptography of a JWT library takes ten times as long.
 * @param internalKey at least 32 characters, the same in the gateway and all services
 */
export function createIdentitySigner(internalKey: string): IdentitySigner {
  const key = createSecretKey(Buffer.from(internalKey, 'utf8'));
  const signatureOf = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  return {
    sign: (identity) => {
      const text = `${HEADER}.${encode(toPayload(identity, nowSeconds()))}`;
      return `${text}.${signatureOf(text)}`;
    },

    verify: (token) => {
      const end = token.lastIndexOf('.');
      const text = token.slice(0, end);
      if (!isSame(token.slice(end + 1), signatureOf(text)))
        throw new InvalidIdentityError('the identity has no valid signature');
      const [header, payload = ''] = text.split('.');
      if (header !== HEADER) throw new InvalidIdentityError('the identity is a token of another kind');
      return toIdentity(readPayload(payload, nowSeconds()));
    },
  };
}

/** JSON leaves out what is undefined. */
function toPayload(identity: Identity, now: number) {
  return {
    scopes: identity.scopes,
    operator: identity.operator,
    tenant: identity.tenantId,
    environment: identity.environment,
    sid: identity.session,
    jti: identity.requestId,
    name: identity.claimedName,
    reason: identity.reason,
    sub: identity.actor,
    iss: ISSUER,
    aud: AUDIENCE,
    iat: now,
    exp: now + LIFETIME_SECONDS,
  };
}

/** @param encoded signed by whoever has the internal key @throws InvalidIdentityError if it is not valid now */
function readPayload(encoded: string, now: number): Payload {
  let payload: Payload;
  try {
    payload = payloadSchema.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString()));
  } catch (cause) {
    throw new InvalidIdentityError('the token holds no identity', { cause });
  }
  const { iat, exp } = payload;
  if (now >= Math.min(exp, iat + LIFETIME_SECONDS) + CLOCK_TOLERANCE_SECONDS)
    throw new InvalidIdentityError('the identity has expired');
  if (iat > now + CLOCK_TOLERANCE_SECONDS)
    throw new InvalidIdentityError('the identity was signed in the future');
  return payload;
}

function toIdentity(payload: Payload): Identity {
  return {
    actor: payload.sub,
    scopes: payload.scopes,
    operator: payload.operator,
    ...(payload.tenant !== undefined && { tenantId: payload.tenant }),
    ...(payload.environment !== undefined && { environment: payload.environment }),
    ...(payload.sid !== undefined && { session: payload.sid }),
    ...(payload.jti !== undefined && { requestId: payload.jti }),
    ...(payload.name !== undefined && { claimedName: payload.name }),
    ...(payload.reason !== undefined && { reason: payload.reason }),
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Takes the same time wherever the texts differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
