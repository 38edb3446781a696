/** Below this path the gateway serves the document for frames of other sites. */
export const EMBED_BASE = '/embed';

/**
 * Whether this document is the one for frames. It has a session of its own, which begins with a portal link and never with a
 * key. The gateway decides by the same expression which document it serves.
 */
export const isEmbedded = /^\/embed(?:\/|$)/.test(window.location.pathname);
