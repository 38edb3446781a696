import type { FaultRecord, Restraint } from './log.ts';
import type { FaultRun } from './run-faults.ts';

/** What is printed of a run: figures always, the timeline of faults where a promise was broken. */
export function renderReport(run: FaultRun): string {
  const { verdict, faults, violations } = run;
  const { accepted, delivered, failed, cancelled, lost, waitsMs } = verdict;
  const lines = [
    `seed ${run.seed}, ${faults.length} faults`,
    `events: ${accepted} accepted, ${delivered} delivered, ${failed} failed where the receiver was in trouble, ` +
      `${cancelled} cancelled by their customer, ${lost.length} lost`,
    `order violations: ${verdict.disordered.length}; wrong signatures: ${verdict.forged.length}; unexplained copies: ${verdict.unexplained.length}`,
    ...customerLines(run),
    `waits of steady tenants: p50 ${waitsMs.p50} ms, p99 ${waitsMs.p99} ms, longest ${waitsMs.longest} ms`,
    `longest recovery: ${verdict.recovery.longestMs} ms (${verdict.recovery.of})`,
    `settled ${Math.round(run.settledInMs)} ms after the last mend`,
    'copies by kind of fault, of the events that it met:',
    ...copiesByKind(run).map((line) => `  ${line}`),
    'what publishers met:',
    ...Object.entries(run.publishing).map(
      ([stream, troubles]) =>
        `  ${stream}: ${[...troubles].map(([trouble, times]) => `${trouble} x ${times}`).join(', ') || 'nothing'}`,
    ),
  ];
  if (violations.length === 0) return [...lines, 'every promise was kept'].join('\n');
  return [
    ...lines,
    'timeline:',
    ...faults.map((fault) => `  ${renderFault(fault)}`),
    `BROKEN PROMISES, seed ${run.seed}:`,
    ...violations.map((violation) => `  ${violation}`),
  ].join('\n');
}

/** What customers did, and what came of it. */
function customerLines({ verdict, diary }: FaultRun): string[] {
  const { restraints, replays, outages } = diary;
  const times = (why: Restraint['why']): number => restraints.filter((one) => one.why === why).length;
  const sentAgain = [...verdict.replayed.values()].reduce((sum, sent) => sum + sent, 0);
  const opened = outages.filter(({ wasOpen }) => wasOpen).length;
  return [
    `pauses: ${times('paused')}; rates: ${times('limited')}; requests where there should be none: ${verdict.excesses.length}`,
    `outages: ${outages.length}, at the end of ${opened} of them the breaker was open`,
    `replays: ${replays.length}, which sent ${sentAgain} deliveries again, and ${verdict.copied} under new ids; ` +
      `${verdict.misreplayed.length} went wrong`,
  ];
}

export function renderFault({ kind, target, beganAt, endedAt }: FaultRecord): string {
  return (
    `${new Date(beganAt).toISOString()} ${kind} ${target}`.trimEnd() +
    `, mended after ${endedAt - beganAt} ms`
  );
}

/** A fault that overlaps another shares the events that it met. */
function copiesByKind({ verdict }: FaultRun): string[] {
  const byKind = Map.groupBy(verdict.copies, ({ fault }) => `${fault.kind} ${fault.target}`.trimEnd());
  const rows = [...byKind].map(([kind, found]) => {
    const total = found.reduce((sum, { copies }) => sum + copies, 0);
    const most = found.reduce((largest, { copies }) => Math.max(largest, copies), 0);
    const exposed = found.reduce((sum, one) => sum + one.exposed, 0);
    return `${kind}: ${total} of ${exposed} in ${found.length} faults, at most ${most} by one`;
  });
  return rows.length === 0 ? ['no fault that repeats anything'] : rows.sort();
}
