import type { Test } from '@jest/test-result';
import sequencer from '@jest/test-sequencer';

// Its types are those of its CommonJS module, where the class is a member.
const Sequencer = sequencer as unknown as typeof sequencer.default;

const tiers = ['e2e', 'int', 'unit'];

/**
 * Starts the tier with the longest files first, so that no core is idle while the last file of a run ends. Within a tier,
 * jest begins with the files that took longest the last time, or with the largest.
 */
export default class LongestTierFirst extends Sequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    const placeOf = ({ context }: Test) => tiers.indexOf(context.config.displayName?.name ?? '');
    return (await super.sort(tests)).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
