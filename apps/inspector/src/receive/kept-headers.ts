import { INSPECTION_HEADER } from '@casewire/events';

/** Headers between delivery and this service. A receiver of one's own gets others in their place. */
const internal: ReadonlySet<string> = new Set([
  INSPECTION_HEADER,
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
]);

/**
 * The headers of a request as they are kept: in their order and spelling.
 * @param raw names and values in turn, as node:http gives them
 * @param shown what stands in the place of headers that hold secrets, by name
 */
export function keptHeaders(
  raw: readonly string[],
  shown: Readonly<Record<string, string>>,
): [name: string, value: string][] {
  const shownByName = new Map(Object.entries(shown).map(([name, value]) => [name.toLowerCase(), value]));
  return Array.from({ length: raw.length / 2 }, (_, index) => {
    const [name = '', value = ''] = raw.slice(2 * index, 2 * index + 2);
    return [name, shownByName.get(name.toLowerCase()) ?? value] as [string, string];
  }).filter(([name]) => !internal.has(name.toLowerCase()));
}
