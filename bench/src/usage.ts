import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { sum } from './report/tables.ts';

const usageNames = [
  'user us',
  'system us',
  /** The thread had to wait. */
  'voluntary switches',
  /** Another thread took the core. */
  'involuntary switches',
  /** System calls that read files, pipes and most sockets; not `recv`, which PostgreSQL uses. */
  'reads',
  /** The same for writing; not `send`. */
  'writes',
] as const;

/**
 * What a process and its descendants have used. The CPU time of those that have ended is counted; switches and system
 * calls of ended threads and children may be missing.
 */
export type Usage = Readonly<Record<(typeof usageNames)[number], number>>;

/** What was used so far, by name of process. Reads `/proc` of Linux; elsewhere everything is 0. */
export function readUsage(processes: ReadonlyMap<string, number>): Map<string, Usage> {
  const children = childrenByParent();
  return new Map(
    [...processes].map(([name, pid]) => [name, totalUsage(familyOf(pid, children).map(usageOf))]),
  );
}

/** What each process has used between two readings, divided by the events of that time. */
export function usedPerEvent(
  before: ReadonlyMap<string, Usage>,
  after: ReadonlyMap<string, Usage>,
  events: number,
): Map<string, Usage> {
  return new Map(
    [...after].map(([process, usage]) => [
      process,
      usageBy((name) => (usage[name] - (before.get(process)?.[name] ?? 0)) / events),
    ]),
  );
}

export function totalUsage(usages: Iterable<Usage>): Usage {
  const all = [...usages];
  return usageBy((name) => sum(all.map((usage) => usage[name])));
}

export function cpuUs(usage: Usage): number {
  return usage['user us'] + usage['system us'];
}

/** The memory that processes and their descendants hold now. Of a page that n processes share, each holds 1/n. */
export function residentMiB(pids: Iterable<number>): number {
  const children = childrenByParent();
  return sum([...pids].flatMap((pid) => familyOf(pid, children)).map(proportionalKiB)) / 1_024;
}

function usageBy(valueOf: (name: keyof Usage) => number): Usage {
  return Object.fromEntries(usageNames.map((name) => [name, valueOf(name)])) as Usage;
}

/** Microseconds of a tick, the unit of CPU time in `/proc`. */
let tick: number | undefined;

function tickUs(): number {
  return (tick ??= 1_000_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })));
}

function usageOf(pid: number): Usage {
  const stat = readStat(pid);
  const io = readProc(pid, 'io');
  const threads = namesIn(`/proc/${pid}/task`).map((thread) => readProc(pid, `task/${thread}/status`));
  const switches = (kind: string): number =>
    sum(threads.map((status) => member(status, `${kind}_ctxt_switches`)));
  return {
    'user us': (stat?.userTicks ?? 0) * tickUs(),
    'system us': (stat?.systemTicks ?? 0) * tickUs(),
    'voluntary switches': switches('voluntary'),
    'involuntary switches': switches('nonvoluntary'),
    reads: member(io, 'syscr'),
    writes: member(io, 'syscw'),
  };
}

/** The process itself first. */
function familyOf(pid: number, children: ReadonlyMap<number, readonly number[]>): number[] {
  return [pid, ...(children.get(pid) ?? []).flatMap((child) => familyOf(child, children))];
}

function childrenByParent(): Map<number, number[]> {
  const pids = namesIn('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
  return Map.groupBy(pids, (pid) => readStat(pid)?.parent ?? 0);
}

/** proc(5), `/proc/pid/stat`: fields behind the command, which may hold spaces. */
function readStat(pid: number): { parent: number; userTicks: number; systemTicks: number } | undefined {
  const text = readProc(pid, 'stat');
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  // The second of each is the time of children that have ended.
  return { parent: field(4), userTicks: field(14) + field(16), systemTicks: field(15) + field(17) };
}

/** proc(5), `/proc/pid/smaps_rollup`. */
function proportionalKiB(pid: number): number {
  return member(readProc(pid, 'smaps_rollup'), 'Pss');
}

/** The number behind `name:` at the start of a line. */
function member(text: string | undefined, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text ?? '')?.[1] ?? 0);
}

/** Nothing if the folder is not there, or no more. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined if the process has ended. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
