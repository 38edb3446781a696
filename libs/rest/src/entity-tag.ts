import { Problem } from './problem.ts';

/** The strong entity tag of a version (RFC 9110, section 8.8.3). */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * Compares an If-Match header with the current version. Without the header every change is made: the last one wins.
 * @throws Problem precondition-failed
 */
export function requireIfMatch(header: string | undefined, version: number): void {
  if (header === undefined) return;
  const tags = header.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(etag(version))) return;
  throw new Problem('precondition-failed', {
    detail: `it is now at ${etag(version)}; read it again and repeat the change`,
    headers: { etag: etag(version) },
  });
}
