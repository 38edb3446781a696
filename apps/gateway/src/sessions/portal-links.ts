import { randomBytes } from 'node:crypto';
import type { KeysetPage, Listed, Pool } from '@casewire/database';
import { timeOrderedUuid } from '@casewire/events';
import { Problem } from '@casewire/rest';
import {
  createPortalLink,
  hashToken,
  listPortalLinks,
  newToken,
  revokePortalLink,
  type PortalLink,
} from '@casewire/session-store';
import type { NewPortalLink } from './portal-link-schema.ts';
import { isLanding, readOnlyScopes } from './portal-rights.ts';

/** Links with which the operator lets a tenant's people into the dashboard. */
export class PortalLinks {
  readonly #pool: Pool;
  /** Where browsers reach the gateway. */
  readonly #publicUrl: URL;

  constructor(pool: Pool, publicUrl: URL) {
    this.#pool = pool;
    this.#publicUrl = publicUrl;
  }

  /**
   * @returns the row, and the address, which is stored nowhere
   * @throws Problem not-found if there is no such tenant, validation-failed
   */
  async create(tenantId: string, wanted: NewPortalLink): Promise<{ link: PortalLink; url: string }> {
    const { readOnly, expiresInSeconds } = wanted;
    const code = newToken();
    const now = Date.now();
    const link = await createPortalLink(this.#pool, {
      id: timeOrderedUuid(now, randomBytes(10)),
      tenantId,
      environments: [...new Set(wanted.environments)],
      scopes: allowedScopes(wanted),
      readOnly,
      landing: allowedLanding(wanted, tenantId),
      codeHash: hashToken(code),
      expiresAt: new Date(now + expiresInSeconds * 1_000),
    });
    if (link === undefined) throw new Problem('not-found', { detail: 'there is no such tenant' });
    // Browsers send the fragment to nobody, so it is in no log.
    return { link, url: `${this.#publicUrl.href.replace(/\/$/, '')}/enter#${code}` };
  }

  list(tenantId: string, page: KeysetPage): Promise<Listed<PortalLink>> {
    return listPortalLinks(this.#pool, tenantId, page);
  }

  /** The link and its session end at once. @throws Problem not-found */
  async revoke(tenantId: string, id: string): Promise<void> {
    if (await revokePortalLink(this.#pool, tenantId, id)) return;
    throw new Problem('not-found', { detail: 'there is no such link' });
  }
}

/** @throws Problem validation-failed */
function allowedScopes({ scopes, readOnly }: NewPortalLink): PortalLink['scopes'] {
  const distinct = [...new Set(scopes)];
  const allowed = readOnly ? readOnlyScopes(distinct) : distinct;
  if (allowed.length > 0) return allowed;
  throw new Problem('validation-failed', {
    errors: [
      { path: 'scopes', message: 'leave nothing to somebody who may only read', accepted: 'read, payloads' },
    ],
  });
}

/** @throws Problem validation-failed */
function allowedLanding({ landing, environments }: NewPortalLink, tenantId: string): string | null {
  if (landing === undefined) return null;
  if (isLanding(landing, tenantId, environments)) return landing;
  throw new Problem('validation-failed', {
    errors: [
      {
        path: 'landing',
        message: 'is not a path of the dashboard that the link opens',
        accepted: environments.map((each) => `/t/${encodeURIComponent(tenantId)}/${each}/...`).join(' or '),
      },
    ],
  });
}
