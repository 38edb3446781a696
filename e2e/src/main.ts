/**
 * `npm run test:faults [-- --minutes M] [--seed S] [--only KINDS] [--without KINDS]`: breaks and mends a whole system of its
 * own under load. Kinds are separated by commas. Ends with 1 if a promise was broken.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { faultKindNames, type FaultKindName } from './faults/kinds.ts';
import { renderFault, renderReport } from './faults/report.ts';
import { runFaults } from './faults/run-faults.ts';

const MAX_MINUTES = 240;

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly kinds: readonly FaultKindName[];
}

/** @throws Error that says what an option may be */
function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '4' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      only: { type: 'string', default: faultKindNames.join(',') },
      without: { type: 'string', default: '' },
    },
  });
  const minutes = Number(values.minutes);
  const seed = Number(values.seed);
  if (!(minutes > 0 && minutes <= MAX_MINUTES)) {
    throw new Error(`--minutes must be above 0, at most ${MAX_MINUTES}`);
  }
  if (!Number.isSafeInteger(seed)) throw new Error('--seed must be a whole number');
  const without = readKinds(values.without);
  return { minutes, seed, kinds: readKinds(values.only).filter((kind) => !without.includes(kind)) };
}

/** @throws Error that names the kinds there are */
function readKinds(text: string): FaultKindName[] {
  return text
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const kind = faultKindNames.find((known) => known === name.trim());
      if (kind === undefined) throw new Error(`no fault is called ${name}: ${faultKindNames.join(', ')}`);
      return kind;
    });
}

async function main({ minutes, seed, kinds }: Options): Promise<boolean> {
  console.log(`npm run test:faults -- --minutes ${minutes} --seed ${seed}`);
  const run = await runFaults({
    seed,
    lastsMs: minutes * 60_000,
    kinds,
    onMended: (fault) => {
      console.log(renderFault(fault));
    },
  });
  console.log(renderReport(run));
  return run.violations.length === 0;
}

let options: Options | undefined;
try {
  options = readOptions();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
process.exitCode = options !== undefined && (await main(options)) ? 0 : 1;
