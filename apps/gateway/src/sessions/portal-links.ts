import { randomBytes } from 'node:crypto';
import { changedMembers, recordChange } from '@casewire/audit';
import { inTransaction, type KeysetPage, type Listed, type Pool } from '@casewire/database';
import { timeOrderedUuid } from '@casewire/events';
import type { Identity } from '@casewire/identity';
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

interface PortalLinksParts {
  readonly pool: Pool;
  /** Where browsers reach the gateway. */
  readonly publicUrl: URL;
  /** Whether any site may show the dashboard in a frame. */
  readonly isEmbeddable: boolean;
}

/** A new link, with its addresses, which are stored nowhere. */
interface CreatedLink {
  readonly link: PortalLink;
  readonly url: string;
  /** For a frame; null where no site may have one. */
  readonly embedUrl: string | null;
}

/** Links with which the operator lets a tenant's people into the dashboard. */
export class PortalLinks {
  readonly #parts: PortalLinksParts;

  constructor(parts: PortalLinksParts) {
    this.#parts = parts;
  }

  /**
   * @throws Problem not-found if there is no such tenant, validation-failed
   */
  async create(by: Identity, tenantId: string, wanted: NewPortalLink): Promise<CreatedLink> {
    const { pool, publicUrl, isEmbeddable } = this.#parts;
    const { readOnly, expiresInSeconds } = wanted;
    const code = newToken();
    const now = Date.now();
    const rights = {
      environments: [...new Set(wanted.environments)],
      scopes: allowedScopes(wanted),
      readOnly,
      landing: allowedLanding(wanted, tenantId),
      expiresAt: new Date(now + expiresInSeconds * 1_000),
    };
    const link = await inTransaction(pool, async (client) => {
      const id = timeOrderedUuid(now, randomBytes(10));
      const created = await createPortalLink(client, { id, tenantId, codeHash: hashToken(code), ...rights });
      if (created === undefined) throw new Problem('not-found', { detail: 'there is no such tenant' });
      await recordChange(client, by, {
        action: 'portal-link.created',
        resource: `portal-links/${id}`,
        changed: changedMembers(undefined, rights),
        owner: { tenantId, environment: null },
      });
      return created;
    });
    // Browsers send the fragment to nobody, so it is in no log.
    const address = (path: string) => `${publicUrl.href.replace(/\/$/, '')}${path}#${code}`;
    return { link, url: address('/enter'), embedUrl: isEmbeddable ? address('/embed/enter') : null };
  }

  list(tenantId: string, page: KeysetPage): Promise<Listed<PortalLink>> {
    return listPortalLinks(this.#parts.pool, tenantId, page);
  }

  /** The link and its session end at once. @throws Problem not-found */
  async revoke(by: Identity, tenantId: string, id: string): Promise<void> {
    await inTransaction(this.#parts.pool, async (client) => {
      if (!(await revokePortalLink(client, tenantId, id)))
        throw new Problem('not-found', { detail: 'there is no such link' });
      await recordChange(client, by, {
        action: 'portal-link.revoked',
        resource: `portal-links/${id}`,
        owner: { tenantId, environment: null },
      });
    });
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
        message: 'is no page of the dashboard that the link opens',
        accepted: environments
          .map((each) => `/t/${encodeURIComponent(tenantId)}/${each}/webhooks`)
          .join(' or '),
      },
    ],
  });
}
