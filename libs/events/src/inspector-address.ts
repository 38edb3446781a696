/** The path below which inspectors are. */
const PATH = '/inspect/';

/** As Casewire writes the ids of inspectors. */
const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Where inspectors are, among the addresses of Casewire itself. */
export interface InspectorAddresses {
  urlOf(id: string): string;
  /** The id in the address of an inspector. Undefined for any text that differs from an address in any character. */
  idOf(url: string): string | undefined;
  /** Whether a URL leads to the host and port of Casewire itself, whatever its path. */
  isOwn(url: URL): boolean;
}

/** @param publicUrl where clients reach the gateway */
export function inspectorAddresses(publicUrl: string): InspectorAddresses {
  const own = new URL(publicUrl);
  const base = own.origin + own.pathname.replace(/\/+$/, '') + PATH;
  return {
    urlOf: (id) => base + id,
    idOf: (url) => {
      const id = url.slice(base.length);
      return url.startsWith(base) && ID.test(id) ? id : undefined;
    },
    isOwn: ({ host }) => withoutFinalDot(host) === withoutFinalDot(own.host),
  };
}

/** `casewire.example.` is the same host as `casewire.example`. */
function withoutFinalDot(host: string): string {
  return host.replace(/\.(?=:|$)/, '');
}
