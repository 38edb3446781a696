import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/** Search domains of one system at most, as glibc has it. */
const MAX_SEARCH_DOMAINS = 6;

/** A file of the system's settings, which is small and read again when it has changed. */
export class SystemFile<Content> {
  private readonly path: string;
  private readonly parse: (text: string) => Content;
  private stamp = '';
  private content: Content;

  constructor(path: string, parse: (text: string) => Content) {
    this.path = path;
    this.parse = parse;
    this.content = parse('');
  }

  /** A file that cannot be read says nothing. */
  read(): Content {
    try {
      const { mtimeNs, size, ino } = statSync(this.path, { bigint: true });
      this.update(`${mtimeNs} ${size} ${ino}`, () => readFileSync(this.path, 'utf8'));
    } catch {
      this.update('', () => '');
    }
    return this.content;
  }

  private update(stamp: string, readText: () => string): void {
    if (stamp === this.stamp) return;
    this.content = this.parse(readText());
    this.stamp = stamp;
  }
}

/** The addresses of each name in a hosts file, names in lower case (hosts(5)). */
export function hostsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const [address, ...names] of linesOf(text)) {
    if (address === undefined || isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase().replace(/\.$/, '');
      hosts.set(key, [...(hosts.get(key) ?? []), address]);
    }
  }
  return hosts;
}

/** The domains in which a name is looked for that does not exist as it stands (resolv.conf(5)); the last list counts. */
export function searchListIn(text: string): readonly string[] {
  const lists = linesOf(text).filter(([keyword]) => keyword === 'search' || keyword === 'domain');
  const [, ...domains] = lists.at(-1) ?? [];
  return domains.map((domain) => domain.replace(/\.$/, '')).slice(0, MAX_SEARCH_DOMAINS);
}

/** The words of each line, without comments. */
function linesOf(text: string): string[][] {
  return text.split('\n').map((line) =>
    line
      .replace(/[#;].*$/, '')
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
}
