import type { Test } from '@jest/test-result';
import sequencer from '@jest/test-sequencer';

// Its types are those of its CommonJS module, where the class is a member.
const Sequencer = sequencer as unknown as typeof sequencer.default;

/** When a tier begins, in the order of these. Tiers of one number run together, each from its first file to its last. */
const turnOf: Readonly<Record<string, number>> = { e2e: 0, int: 0, unit: 1 };

/**
 * Mixes the files that drive a browser or a whole system with those that wait for brokers, so that neither the cores nor
 * the waits come all at once. The short files come last, so that no core is idle while the last file of a run ends.
 * Within a tier, jest begins with the files that took longest the last time; in a fresh clone, with the largest.
 */
export default class MixedTiers extends Sequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    const tierOf = ({ context }: Test) => context.config.displayName?.name ?? '';
    const tiers = Map.groupBy(await super.sort(tests), tierOf);
    return [...tiers]
      .flatMap(([tier, files]) =>
        files.map((test, index) => ({ test, place: (turnOf[tier] ?? 0) + index / files.length })),
      )
      .toSorted((one, other) => one.place - other.place)
      .map(({ test }) => test);
  }
}
