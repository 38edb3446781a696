import type { Profiler } from 'node:inspector';
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A function with the CPU time that it took itself, without what it called. */
export interface FunctionCost {
  readonly name: string;
  readonly selfUs: number;
}

/** Waiting, and the start of the profiler. */
const notOfTheService = ['(idle)', 'post node:inspector'];

/** The most expensive functions of a profile, by their place in the sources. */
export function costlyFunctions(profile: Profiler.Profile, sources: Sources): FunctionCost[] {
  const { nodes, samples = [], timeDeltas = [] } = profile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const selfUs = new Map<number, number>();
  for (const [index, node] of samples.entries())
    selfUs.set(node, (selfUs.get(node) ?? 0) + (timeDeltas[index] ?? 0));
  const costs = new Map<string, number>();
  for (const [node, us] of selfUs) {
    const frame = frames.get(node);
    const name = frame === undefined ? '' : sources.nameOf(frame);
    costs.set(name, (costs.get(name) ?? 0) + us);
  }
  for (const name of notOfTheService) costs.delete(name);
  return [...costs]
    .map(([name, us]) => ({ name, selfUs: us }))
    .toSorted((one, other) => other.selfUs - one.selfUs);
}

/** Finds where the functions of bundles come from. Keeps their source maps, which take a second to read. */
export class Sources {
  readonly #maps = new Map<string, SourceMap | undefined>();

  nameOf({
    functionName,
    url,
    lineNumber,
    columnNumber,
  }: Profiler.Profile['nodes'][number]['callFrame']): string {
    const name = functionName === '' ? '(anonymous)' : functionName;
    if (!url.startsWith('file:')) return url === '' ? name : `${name} ${url}`;
    const entry = this.#mapOf(url)?.findEntry(lineNumber, columnNumber);
    const place =
      entry !== undefined && 'originalSource' in entry
        ? `${shortPath(entry.originalSource)}:${entry.originalLine + 1}`
        : `${shortPath(url)}:${lineNumber + 1}`;
    return `${name} ${place}`;
  }

  #mapOf(url: string): SourceMap | undefined {
    if (!this.#maps.has(url)) this.#maps.set(url, readMap(url));
    return this.#maps.get(url);
  }
}

function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

/** Its last three parts, such as `kafkajs/src/connection.js`. */
function shortPath(path: string): string {
  return path.split('/').slice(-3).join('/');
}
