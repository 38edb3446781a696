import { setNonce } from 'get-nonce';

/** The nonce that this document's content policy allows style elements by; undefined where it has none. */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  return nonce === '' ? undefined : nonce;
}

/** The library that locks scrolling behind dialogs makes style elements of its own. */
export function shareStyleNonce(): void {
  const nonce = styleNonce();
  if (nonce !== undefined) setNonce(nonce);
}
