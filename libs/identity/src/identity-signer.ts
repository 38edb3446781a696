import { environments } from '@casewire/events';
import { jwtVerify, SignJWT } from 'jose';
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
  sign(identity: Identity): Promise<string>;
  /** @throws InvalidIdentityError */
  verify(token: string): Promise<Identity>;
}

const payloadSchema = z.object({
  sub: z.string(),
  tenant: z.string().optional(),
  environment: z.enum(environments).optional(),
  scopes: z.array(z.enum(scopes)),
  operator: z.boolean(),
});

/**
 * Signs and verifies identities as JWTs (RFC 7519) with HMAC-SHA256.
 * @param internalKey at least 32 characters, the same in the gateway and all services
 */
export function createIdentitySigner(internalKey: string): IdentitySigner {
  const key = Buffer.from(internalKey, 'utf8');
  return {
    sign: (identity) =>
      new SignJWT({
        scopes: [...identity.scopes],
        operator: identity.operator,
        ...(identity.tenantId !== undefined && { tenant: identity.tenantId }),
        ...(identity.environment !== undefined && { environment: identity.environment }),
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(identity.actor)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${LIFETIME_SECONDS} s`)
        .sign(key),

    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp', 'iat', 'sub'],
          maxTokenAge: LIFETIME_SECONDS,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
        });
        return toIdentity(payloadSchema.parse(payload));
      } catch (cause) {
        throw new InvalidIdentityError('the signed identity cannot be believed', { cause });
      }
    },
  };
}

function toIdentity(payload: z.infer<typeof payloadSchema>): Identity {
  return {
    actor: payload.sub,
    scopes: payload.scopes,
    operator: payload.operator,
    ...(payload.tenant !== undefined && { tenantId: payload.tenant }),
    ...(payload.environment !== undefined && { environment: payload.environment }),
  };
}
