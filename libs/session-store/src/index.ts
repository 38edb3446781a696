export type { Grant, Grants, NewSession, Session, SessionLimits, TenantView } from './session.ts';
export { hashToken, newToken, TOKEN_PATTERN } from './token.ts';
export {
  endSession,
  endSessionOf,
  endSessionsOfTenant,
  findSessions,
  listSessions,
  MAX_KEY_SESSIONS,
  noteUse,
  startSession,
  type EndedSession,
  type Replacement,
} from './sessions.ts';
export {
  createPortalLink,
  exchangePortalLink,
  findPortalLinks,
  listPortalLinks,
  revokePortalLink,
  type LinkRights,
  type PortalLink,
} from './portal-links.ts';
export { beginView, endView, unlockView } from './tenant-views.ts';
export { purgeEnded } from './purge-ended.ts';
