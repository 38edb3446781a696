import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';

/** A kind of value: the parts of a variable's definition that say what is accepted. */
interface ValueKind<T> {
  readonly accepts: string;
  readonly parse: (text: string) => T;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

export function wholeNumber({ min, max }: Range, unit = ''): ValueKind<number> {
  const accepts = `a whole number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}`;
  return {
    accepts,
    parse(text) {
      if (!/^-?\d+$/.test(text)) throw new Error('is not a whole number');
      const value = Number(text);
      if (value < min || value > max) throw new Error('is out of range');
      return value;
    },
  };
}

/** The name of the variable ends in `_MS`. */
export function milliseconds(range: Range): ValueKind<number> {
  return wholeNumber(range, 'milliseconds');
}

/** The name of the variable ends in `_SECONDS`. */
export function seconds(range: Range): ValueKind<number> {
  return wholeNumber(range, 'seconds');
}

/** The name of the variable ends in `_DAYS`. */
export function days(range: Range): ValueKind<number> {
  return wholeNumber(range, 'days');
}

const byteUnits = { '': 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** The name of the variable ends in `_BYTES`; `4MiB` is read as 4,194,304. */
export function bytes({ min, max }: Range): ValueKind<number> {
  return {
    accepts: `a number of bytes from ${min} to ${max}, as such or with KiB, MiB or GiB`,
    parse(text) {
      const match = /^(\d+)(KiB|MiB|GiB|)$/.exec(text);
      if (match === null) throw new Error('is not a number of bytes');
      const value = Number(match[1]) * byteUnits[match[2] as keyof typeof byteUnits];
      if (value < min || value > max) throw new Error('is out of range');
      return value;
    },
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): ValueKind<T> {
  return {
    accepts: values.map((value) => `\`${value}\``).join(', '),
    parse(text) {
      const found = values.find((value) => value === text);
      if (found === undefined) throw new Error('is not one of the known values');
      return found;
    },
  };
}

export const flag: ValueKind<boolean> = {
  accepts: '`true` or `false`',
  parse(text) {
    if (text !== 'true' && text !== 'false') throw new Error('is neither true nor false');
    return text === 'true';
  },
};

/** Text of a length in characters. */
export function text({ min, max }: Range): ValueKind<string> {
  return {
    accepts: `text of ${min} to ${max} characters`,
    parse(value) {
      if (value.length < min) throw new Error('is too short');
      if (value.length > max) throw new Error('is too long');
      return value;
    },
  };
}

/** Absolute address of one of the schemes, without a trailing slash. */
export function url(...schemes: readonly string[]): ValueKind<string> {
  return {
    accepts: `an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    parse(value) {
      const parsed = URL.canParse(value) ? new URL(value) : undefined;
      if (parsed === undefined || !schemes.includes(parsed.protocol.slice(0, -1))) {
        throw new Error('is not such an address');
      }
      return value.replace(/\/$/, '');
    },
  };
}

/** The origin of a site (RFC 6454) as browsers write it. Over plain http only on the same machine, where nobody is in between. */
export const origin: ValueKind<string> = {
  accepts: 'the origin of a site: `https://`, the host in lower case, and a port that is not 443',
  parse(value) {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    const isLocal = parsed?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(parsed.hostname);
    if (parsed === undefined || (parsed.protocol !== 'https:' && !isLocal))
      throw new Error('is not an address that begins with https://');
    if (parsed.origin !== value) throw new Error('is more than an origin, or not as browsers write it');
    if (parsed.hostname.includes('*')) throw new Error('is a pattern: name each site');
    return value;
  },
};

/** Comma-separated items, blanks around them ignored, at least one. */
export function list<T>(item: ValueKind<T>): ValueKind<readonly T[]> {
  return {
    accepts: `a comma-separated list of: ${item.accepts}`,
    parse(value) {
      const items = value.split(',').map((part) => part.trim());
      return items.map((part, index) => {
        try {
          return item.parse(part);
        } catch (error) {
          throw new Error(`entry ${index + 1} ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
        }
      });
    },
  };
}

export const hostAndPort: ValueKind<string> = {
  accepts: 'host:port',
  parse(value) {
    const match = /^(?:[^\s:/@]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(value);
    const port = Number(match?.[1]);
    if (match === null || port < 1 || port > 65_535) throw new Error('is not host:port');
    return value;
  },
};

/** A range of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3). */
export const cidr: ValueKind<string> = {
  accepts: 'a range of addresses in CIDR notation',
  parse(value) {
    if (!ipaddr.isValidCIDR(value)) throw new Error('is not a range in CIDR notation');
    return value;
  },
};

/** Path of a file, read at start; the value is its content. */
export const fileContent: ValueKind<string> = {
  accepts: 'the path of a readable file',
  parse(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      throw new Error(`cannot be read (${code})`, { cause: error });
    }
  },
};
