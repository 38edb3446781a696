import type { Auth } from '@casewire/webhook-settings';

/** What a webhook shows its receiver, as it stands sealed in `auth_ciphertext`. */
export interface Credentials {
  /** The value of the header `Authorization`. */
  readonly authorization?: string;
  /** Where access tokens for that header come from. */
  readonly oauth2?: NonNullable<Auth['oauth2']>;
  /** Certificate and private key in PEM. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
}

export function encodeCredentials(credentials: Credentials): string {
  return JSON.stringify(credentials);
}

/** @param text of `encodeCredentials`, or the bare value of the header, as earlier versions stored it */
export function decodeCredentials(text: string): Credentials {
  return text.startsWith('{') ? (JSON.parse(text) as Credentials) : { authorization: text };
}
