import type { HmacAlgorithm, KeyEncoding, SigningScheme } from './scheme.ts';

/** The choices of a webhook's owner about signing. All of them are optional. */
export interface SigningSettings {
  /** Default: `native`, the scheme of the event's family. */
  readonly scheme?: 'native' | SigningScheme['scheme'];
  readonly header?: string;
  readonly algorithm?: HmacAlgorithm;
  readonly keyEncoding?: KeyEncoding;
}

/** The header of a signature whose webhook names none: that of the systems the scheme comes from. */
const defaultHeaders = {
  'hmac-body-hex': 'X-HMAC-Signature',
  'timestamped-hex': 'X-Webhook-Signature',
} as const;

/**
 * The scheme that signs a delivery. If the webhook names a scheme, the defaults of that scheme apply, else those of the
 * family. The webhook's other choices replace single defaults.
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
      return { scheme, header: defaultHeaders[scheme] };
    case 'standard-webhooks':
    case 'standard-webhooks-ed25519':
    case 'none':
      return { scheme };
  }
}
