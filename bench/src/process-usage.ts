import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The CPU time and memory that processes and their descendants have used so far. */
export interface Usage {
  /** User and system time, of ended children too. */
  readonly cpuMs: number;
  /** Memory held now; a page that n processes share counts as 1/n for each of them. */
  readonly residentMiB: number;
}

const TICK_MS = 1_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Reads `/proc`, so Linux only. */
export function usageOf(pids: readonly number[]): Usage {
  const all = [...withDescendants(pids)];
  return {
    cpuMs: all.reduce((sum, pid) => sum + (readStat(pid)?.ticks ?? 0) * TICK_MS, 0),
    residentMiB: all.reduce((sum, pid) => sum + proportionalKiB(pid) / 1_024, 0),
  };
}

function withDescendants(roots: readonly number[]): Set<number> {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? readStat(Number(entry)) : undefined;
    if (stat !== undefined) parents.set(Number(entry), stat.parent);
  }
  const found = new Set(roots);
  let before: number;
  do {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  } while (found.size > before);
  return found;
}

/** proc(5), `/proc/pid/stat`: fields behind the command, which may hold spaces. */
function readStat(pid: number): { parent: number; ticks: number } | undefined {
  const text = readProc(pid, 'stat');
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  return { parent: field(4), ticks: field(14) + field(15) + field(16) + field(17) };
}

/** proc(5), `/proc/pid/smaps_rollup`. */
function proportionalKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(readProc(pid, 'smaps_rollup') ?? '')?.[1] ?? 0);
}

/** Undefined if the process has ended. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
