import { type Identity, scopes } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import type { IncomingMessage } from 'node:http';
import type { Sessions } from '../sessions/sessions.ts';
import { type ActingFor, actingFor } from './acting-for.ts';
import { CHALLENGE, type KeyOwner, type KeyOwners, presentedKey } from './key-owners.ts';
import { identityOfSession } from './session-identity.ts';

/** Finds out for whom a request is made, by its key or else by its session. */
export class Authenticator {
  readonly #owners: KeyOwners;
  readonly #sessions: Sessions;

  constructor(owners: KeyOwners, sessions: Sessions) {
    this.#owners = owners;
    this.#sessions = sessions;
  }

  /**
   * @param isSuspect whether the address of the request sent too many wrong keys
   * @throws Problem unauthorized, session-ended, forbidden, tenant-required, invalid-parameter; any error of the look-up
   */
  async authenticate(
    request: Pick<IncomingMessage, 'headers' | 'method'>,
    isSuspect = false,
  ): Promise<Identity> {
    const key = presentedKey(request.headers);
    if (key !== undefined) {
      const named = actingFor(request.headers);
      return identityOfOwner(await this.#owners.ownerOf(key, isSuspect), named);
    }
    const session = await this.#sessions.ofRequest(request, isSuspect);
    if (session === undefined) {
      throw new Problem('unauthorized', {
        detail: 'send a key: Authorization: Bearer <key>',
        headers: CHALLENGE,
      });
    }
    return identityOfSession(session, actingFor(request.headers), new Date());
  }
}

/** @throws Problem forbidden where the headers name another tenant or environment than the key has */
function identityOfOwner(owner: KeyOwner, named: ActingFor): Identity {
  if (owner === 'operator') return { ...named, scopes, operator: true, actor: 'operator' };
  const { id, tenantId, environment } = owner;
  const isSame =
    (named.tenantId ?? tenantId) === tenantId && (named.environment ?? environment) === environment;
  if (!isSame) {
    throw new Problem('forbidden', {
      detail: 'the key belongs to another tenant or environment than the headers name',
    });
  }
  return { tenantId, environment, scopes: owner.scopes, operator: false, actor: id };
}
