import type { Pool } from '@casewire/database';
import type { Logger } from '@casewire/observability';
import {
  findPortalLinks,
  findSessions,
  noteUse,
  type PortalLink,
  type Session,
} from '@casewire/session-store';
import { type AuthenticatedKey, findApiKeys, noteKeyUse } from '@casewire/subscription-store';
import { requestAuthentication, type AuthenticateRequest } from './authenticate/authenticate-request.ts';
import { Authenticator } from './authenticate/authenticator.ts';
import { guessCounter } from './authenticate/count-guesses.ts';
import { FailureLimiter } from './authenticate/failure-limiter.ts';
import { KeyOwners } from './authenticate/key-owners.ts';
import { KeyUses } from './authenticate/key-uses.ts';
import { LookUps, StrangerGates } from './authenticate/look-ups.ts';
import type { Config } from './config.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { sessionCookies } from './sessions/session-cookie.ts';
import { auditedSessions } from './sessions/audited-sessions.ts';
import { SessionDesk } from './sessions/session-desk.ts';
import { Sessions } from './sessions/sessions.ts';
import { SignIn } from './sessions/sign-in.ts';

interface AccessParts {
  readonly config: Pick<Config, 'CASEWIRE_ADMIN_KEY' | 'CASEWIRE_AUTH_FAILURES_PER_MINUTE'>;
  /** Where browsers reach the gateway. */
  readonly publicUrl: URL;
  readonly pool: Pool;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
}

/** Puts together what lets requests in, by keys and by sessions. */
export function composeAccess({ config, publicUrl, pool, logger, metrics }: AccessParts): {
  readonly authenticate: AuthenticateRequest;
  readonly desk: SessionDesk;
} {
  const adminKey = config.CASEWIRE_ADMIN_KEY;
  const gates = new StrangerGates();
  const owners = new KeyOwners(
    adminKey,
    new LookUps<AuthenticatedKey>({
      findAll: (hashes) => findApiKeys(pool, hashes),
      holderOf: (key) => key,
      gates,
    }),
    new KeyUses({
      write: (keyId) => noteKeyUse(pool, keyId),
      onError: (error) => {
        logger.warn({ error }, 'the use of a key was not noted');
      },
    }),
  );
  const links = new LookUps<PortalLink>({
    findAll: (hashes) => findPortalLinks(pool, hashes),
    holderOf: ({ tenantId }) => holderOf(tenantId),
    gates,
  });
  const { origin } = publicUrl;
  const sessions = new Sessions({
    lookUps: new LookUps<Session>({
      findAll: (hashes) => findSessions(pool, hashes),
      holderOf: ({ tenantId }) => holderOf(tenantId ?? ''),
      // Made-up cookies count as no wrong keys, so keys must not wait behind them.
      gates: new StrangerGates(),
    }),
    noteUse: (session) => noteUse(pool, session),
    cookies: sessionCookies(publicUrl),
    origin,
    adminKey,
  });
  const signIn = new SignIn({
    owners,
    links,
    adminKey,
    store: auditedSessions(pool),
  });
  const countGuesses = guessCounter(new FailureLimiter(config.CASEWIRE_AUTH_FAILURES_PER_MINUTE), metrics);
  return {
    authenticate: requestAuthentication(new Authenticator(owners, sessions), countGuesses),
    desk: new SessionDesk({ pool, sessions, signIn, origin, countGuesses, logger }),
  };
}

/** Sessions and links are of all environments: those of a tenant share one share. */
function holderOf(tenantId: string) {
  return { tenantId, environment: 'production' } as const;
}
