import type { HmacAlgorithm, KeyEncoding, SigningScheme } from './scheme.ts';

/** What the owner of a webhook chose about signing; everything is optional. */
export interface SigningSettings {
  /** Default: `native`, the scheme of the event's family. */
  readonly scheme?: 'native' | SigningScheme['scheme'];
  readonly header?: string;
  readonly algorithm?: HmacAlgorithm;
  readonly keyEncoding?: KeyEncoding;
}

/** Header of a body or timestamped signature whose webhook names none. */
const DEFAULT_SIGNATURE_HEADER = 'X-Webhook-Signature';

/**
 * The scheme that signs a delivery. A webhook that names a scheme gets that scheme's own defaults; one that does not
 * gets the family's, with whatever else it chose laid over it.
 * @param native scheme of the event's family, or of the webhook's format if that has one of its own
 */
export function resolveScheme(settings: SigningSettings, native: SigningScheme): SigningScheme {
  const { scheme = 'native', header, algorithm, keyEncoding } = settings;
  const base = scheme === 'native' ? native : schemeNamed(scheme);
  const encoding = keyEncoding === undefined ? {} : { keyEncoding };
  switch (base.scheme) {
    case 'none':
    case 'standard-webhooks-ed25519':
      return base;
    case 'standard-webhooks':
      return { ...base, ...encoding };
    case 'timestamped-hex':
      return { ...base, header: header ?? base.header, ...encoding };
    case 'hmac-body-hex':
      return {
        ...base,
        header: header ?? base.header,
        ...(algorithm !== undefined && { algorithm }),
        ...encoding,
      };
  }
}

function schemeNamed(scheme: SigningScheme['scheme']): SigningScheme {
  switch (scheme) {
    case 'hmac-body-hex':
    case 'timestamped-hex':
      return { scheme, header: DEFAULT_SIGNATURE_HEADER };
    case 'standard-webhooks':
    case 'standard-webhooks-ed25519':
    case 'none':
      return { scheme };
  }
}
