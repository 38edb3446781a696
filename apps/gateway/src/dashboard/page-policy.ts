interface PagePolicy {
  /** Of the gateway, as browsers see it. */
  readonly origin: string;
  /** Of this answer; styles that the page makes carry it. */
  readonly nonce: string;
  /** Whose pages may show it in a frame. Default: nobody's. */
  readonly ancestors?: readonly string[];
}

/**
 * The Content-Security-Policy of the dashboard and of the reference of the API (Content Security Policy Level 3). Scripts come
 * from the build's own files and from nowhere else, so text that becomes markup by mistake runs nothing and reaches no other
 * host.
 */
export function pagePolicy({ origin, nonce, ancestors = [] }: PagePolicy): string {
  return [
    "default-src 'none'",
    `script-src ${origin}/assets/`,
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`,
  ].join('; ');
}
