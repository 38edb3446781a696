import { describe, expect, it } from '@jest/globals';
import { BackPressure } from './back-pressure.ts';
import { InFlightBudget } from './in-flight-budget.ts';
import { partitionAt } from './testing.fixture.ts';

const HEARTBEAT_MS = 10;

function fullBudget(): InFlightBudget {
  const budget = new InFlightBudget({ records: 1, bytes: 1 });
  budget.add(1, 1);
  return budget;
}

function backPressureOf(budget: InFlightBudget): BackPressure {
  return new BackPressure({
    budget,
    heartbeatIntervalMs: HEARTBEAT_MS,
    closing: new AbortController().signal,
    pausePartition: () => undefined,
  });
}

/** A membership that ends when told to, and resolves `beat` at each heartbeat. */
function startMembership() {
  let runs = true;
  let beats = 0;
  let onBeat = Promise.withResolvers<undefined>();
  return {
    isRunning: () => runs,
    heartbeat: () => {
      beats += 1;
      onBeat.resolve(undefined);
      onBeat = Promise.withResolvers<undefined>();
      return Promise.resolve();
    },
    end: () => {
      runs = false;
    },
    nextBeat: () => onBeat.promise,
    beats: () => beats,
  };
}

const partition = () => partitionAt({ offset: 0, metadata: '' });

describe('fetching that is held up', () => {
  it('goes on when there is room, also where an earlier membership waits beside it', async () => {
    const budget = fullBudget();
    const backPressure = backPressureOf(budget);
    const [earlier, current] = [startMembership(), startMembership()];
    const waiting = Promise.all(
      [earlier, current].map((membership) => backPressure.untilRoom(partition(), membership)),
    );
    await Promise.all([earlier.nextBeat(), current.nextBeat()]);
    budget.add(-1, -1);
    backPressure.notify();
    expect(await waiting).toHaveLength(2);
  });

  it('keeps the membership alive, of each that waits', async () => {
    const budget = fullBudget();
    const backPressure = backPressureOf(budget);
    const memberships = [startMembership(), startMembership()];
    const waiting = Promise.all(memberships.map((each) => backPressure.untilRoom(partition(), each)));
    for (let beat = 1; beat <= 5; beat++) await Promise.all(memberships.map((each) => each.nextBeat()));
    budget.add(-1, -1);
    backPressure.notify();
    await waiting;
    expect(memberships.every((each) => each.beats() >= 5)).toBe(true);
  });

  it('ends with its membership, although nothing has room', async () => {
    const backPressure = backPressureOf(fullBudget());
    const membership = startMembership();
    const waiting = backPressure.untilRoom(partition(), membership);
    await membership.nextBeat();
    membership.end();
    backPressure.notify();
    expect(await waiting.then(() => 'over')).toBe('over');
  });
});
