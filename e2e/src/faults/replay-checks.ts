import type { Copies } from './copies.ts';
import type { Log, ShownReplay } from './log.ts';

/** Replays that do not end, send what nobody missed, or send more than they say. */
export function findMisreplays(log: Log, { replayed }: Pick<Copies, 'replayed'>): string[] {
  const byStream = Map.groupBy(log.replays, ({ stream }) => stream);
  return [
    ...log.replays.flatMap(misreplayOf),
    ...[...replayed].flatMap(([stream, sent]) => {
      const started = startedBy((byStream.get(stream) ?? []).filter(({ newIds }) => !newIds));
      return sent > started
        ? [`replays of ${stream} sent ${sent} deliveries again, and count ${started}`]
        : [];
    }),
    ...log.streams.flatMap(({ name }) => {
      const started = startedBy((byStream.get(name) ?? []).filter(({ newIds }) => newIds));
      const made = log.invocations.filter(({ stream, copyOf }) => stream === name && copyOf !== null).length;
      return made === started ? [] : [`replays of ${name} made ${made} copies, and count ${started}`];
    }),
  ];
}

function misreplayOf({ stream, id, state, selection, started, waiting }: ShownReplay): string[] {
  const named = `the replay ${id} of ${stream}`;
  if (state !== 'finished' && state !== 'cancelled') return [`${named} is still ${state}`];
  if (selection === 'missing' && started > 0) return [`${named} sent ${started} that were not missing`];
  if (state === 'finished' && waiting > 0) return [`${named} has ended before ${waiting} of its deliveries`];
  return [];
}

function startedBy(replays: readonly ShownReplay[]): number {
  return replays.reduce((sum, { started }) => sum + started, 0);
}
