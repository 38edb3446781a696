import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  backlogAnswered,
  closedBreaker,
  heldByOpening,
  nextBreaker,
  noProbeFound,
  openingDropped,
  probeAtOnce,
  probeEnded,
  probeSent,
  type Breaker,
  type BreakerEffect,
  type BreakerLimits,
  type BreakerObservation,
} from './breaker.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = 1_790_000_000_000;

const limits: BreakerLimits = {
  failuresInRow: 10,
  percent: 50,
  attempts: 20,
  windowMs: MINUTE,
  firstProbeMs: 5 * SECOND,
  longestProbeMs: 5 * MINUTE,
  probeWaitMs: 2 * MINUTE,
  longestRetryAfterMs: 60 * MINUTE,
  fullWidth: 8,
};

function seen(overrides: Partial<BreakerObservation> = {}): BreakerObservation {
  const isBack = overrides.isOverload !== true;
  return { at: START, isOverload: false, isBack, isBacklog: false, isFresh: true, ...overrides };
}

function after(observations: readonly BreakerObservation[], before = closedBreaker) {
  return observations.reduce<{ breaker: Breaker; effects: readonly BreakerEffect[] }>(
    ({ breaker, effects }, each) => {
      const next = nextBreaker(breaker, each, limits);
      return { breaker: next.breaker, effects: [...effects, ...next.effects] };
    },
    { breaker: before, effects: [] },
  );
}

/** `-` a failure that says "overloaded or gone", `+` any other answer, each a second after the one before it. */
function timeline(signs: string, overrides: Partial<BreakerObservation> = {}): BreakerObservation[] {
  return Array.from(signs).map((sign, index) =>
    seen({ at: START + index * SECOND, isOverload: sign === '-', ...overrides }),
  );
}

const open = after(timeline('----------')).breaker;
const OPENED_AT = START + 9 * SECOND;

describe('a breaker', () => {
  it.each<[string, string, boolean]>([
    ['nine failures in a row', '---------', false],
    ['ten failures in a row', '----------', true],
    ['ten failures that another answer interrupts', '-----+-----', false],
    ['half of twenty', '-+-+-+-+-+-+-+-+-+-+-', true],
    ['less than half of twenty', '-++-++-++-++-++-++-++-++', false],
  ])('opens or stays closed after %s: %s', (_, signs, isOpen) => {
    const { breaker, effects } = after(timeline(signs));
    expect([effects, breaker.opening !== null]).toEqual([isOpen ? ['opened'] : [], isOpen]);
  });

  it('judges the attempts of a minute, and of no more', () => {
    const slow = timeline('-+-+-+-+-+-+-+-+-+-+-').map((each, index) => ({
      ...each,
      at: START + index * 10 * SECOND,
    }));
    expect(after(slow).effects).toEqual([]);
  });

  it('counts what is not fresh, and does not open for it', () => {
    const { breaker, effects } = after(timeline('----------', { isFresh: false }));
    expect([effects, breaker.opening, breaker.run]).toEqual([[], null, 10]);
  });

  it('is opened by Retry-After until then, but for an hour at most', () => {
    for (const [askedMs, heldMs] of [
      [10 * MINUTE, 10 * MINUTE],
      [3 * 60 * MINUTE, 60 * MINUTE],
    ] as const) {
      const { breaker } = after([seen({ isOverload: true, retryAfterAt: START + askedMs })]);
      expect(breaker.opening).toMatchObject({ kind: 'retry-after', number: 1, dueAt: START + heldMs });
    }
  });

  it('sends probes after 5, 10, 20 seconds and so on, five minutes apart at most', () => {
    let breaker = open;
    let at = OPENED_AT;
    const waits: number[] = [];
    for (let probe = 1; probe <= 9; probe++) {
      const dueAt = breaker.opening?.dueAt ?? NaN;
      waits.push((dueAt - at) / SECOND);
      at = dueAt;
      breaker = probeSent(breaker, at, limits);
      expect(breaker.probe).toBe(probe);
      breaker = after([seen({ at, isOverload: true, probe })], breaker).breaker;
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('is closed by its probe, and by no other attempt', () => {
    const out = probeSent(open, OPENED_AT, limits);
    const at = OPENED_AT + SECOND;
    for (const other of [seen({ at }), seen({ at, probe: 2 }), seen({ at, isBacklog: true })])
      expect(after([other], out)).toEqual({ breaker: out, effects: [] });
    const { breaker, effects } = after([seen({ at, probe: 1 })], out);
    expect(effects).toEqual(['closed']);
    expect(breaker).toMatchObject({ opening: null, ended: 1, recovery: { width: 1 } });
  });

  it('is not closed by a probe that did not reach the receiver: the next one waits twice as long', () => {
    const out = probeSent(open, OPENED_AT, limits);
    const { breaker, effects } = after([seen({ at: OPENED_AT + SECOND, isBack: false, probe: 1 })], out);
    expect(effects).toEqual([]);
    expect(breaker.opening).toMatchObject({ isProbeOut: false, dueAt: OPENED_AT + 11 * SECOND });
  });

  it('is not closed by a probe that was superseded, and numbers the next opening', () => {
    const superseded = probeSent(probeSent(open, OPENED_AT, limits), OPENED_AT + 2 * MINUTE, limits);
    expect(after([seen({ probe: 1 })], superseded).effects).toEqual([]);
    const { breaker } = after([seen({ probe: 2 })], superseded);
    expect(after(timeline('----------'), breaker).breaker.opening).toMatchObject({ number: 2 });
  });

  it('sends another probe two minutes after one that is unanswered, and at once when it has ended without an attempt', () => {
    const out = probeSent(open, OPENED_AT, limits);
    expect(out.opening).toMatchObject({ isProbeOut: true, dueAt: OPENED_AT + 2 * MINUTE });
    expect(probeEnded(out, 1, OPENED_AT + 7).opening).toMatchObject({
      isProbeOut: false,
      dueAt: OPENED_AT + 7,
    });
    expect(probeEnded(out, 2, OPENED_AT + 7)).toBe(out);
  });

  it('sends a probe at once when the webhook was edited, in place of one that is out', () => {
    const out = probeSent(open, OPENED_AT, limits);
    const edited = probeAtOnce(out, OPENED_AT + 9);
    expect(edited.opening).toMatchObject({ isProbeOut: false, dueAt: OPENED_AT + 9 });
    expect(after([seen({ probe: 1 })], edited).effects).toEqual([]);
    expect(probeAtOnce(closedBreaker, OPENED_AT)).toBe(closedBreaker);
  });

  it('is closed without a probe, and without slow start, when its webhook is disabled or deleted', () => {
    expect(openingDropped(open, 1)).toMatchObject({ opening: null, ended: 1, recovery: null });
    expect(openingDropped(open, 2)).toBe(open);
  });

  it('takes the next release that is put off for a probe where nothing was held', () => {
    const waiting = noProbeFound(open);
    expect(waiting.opening?.dueAt).toBeNull();
    expect(heldByOpening(waiting, OPENED_AT + 8).opening?.dueAt).toBe(OPENED_AT + 8);
    expect(heldByOpening(open, OPENED_AT + 8)).toBe(open);
  });
});

describe('slow start', () => {
  const out = probeSent(open, OPENED_AT, limits);
  const closed = after([seen({ at: OPENED_AT + 6 * SECOND, probe: 1 })], out).breaker;
  const answers = (signs: string): BreakerObservation[] => timeline(signs, { isBacklog: true });

  it.each([
    [1, [1]],
    [8, [1, 2, 4, 8]],
    [11, [1, 2, 4, 8, 11]],
  ])(
    'doubles with each round that succeeds, and ends with as many as the webhook takes at once: %i',
    (fullWidth, rounds) => {
      const widths: (number | undefined)[] = [];
      let breaker = closed;
      for (const round of rounds) {
        widths.push(breaker.recovery?.width);
        for (const each of answers('+'.repeat(round)))
          ({ breaker } = nextBreaker(breaker, each, { ...limits, fullWidth }));
      }
      expect([widths, breaker.recovery]).toEqual([rounds, null]);
    },
  );

  it('counts a release that was answered without an attempt', () => {
    expect(backlogAnswered(closed, limits).recovery?.width).toBe(2);
  });

  it('opens again with the last interval when half of a round has failed', () => {
    const wide = after(answers('+++'), closed).breaker;
    expect(wide.recovery?.width).toBe(4);
    expect(after(answers('-'), wide).effects).toEqual([]);
    const { breaker, effects } = after(answers('--'), wide);
    expect(effects).toEqual(['opened']);
    expect(breaker.opening).toMatchObject({ number: 2, dueAt: START + SECOND + 5 * SECOND });
  });

  it('is not disturbed by live traffic', () => {
    expect(after(timeline('++++'), closed).breaker.recovery).toEqual(closed.recovery);
  });
});

describe('a breaker, whatever comes', () => {
  const observation = fc.record({
    at: fc.integer({ min: START, max: START + 5 * MINUTE }),
    isOverload: fc.boolean(),
    isBack: fc.boolean(),
    isBacklog: fc.boolean(),
    isFresh: fc.boolean(),
    probe: fc.integer({ min: 1, max: 5 }),
  });
  type Step = (breaker: Breaker) => Breaker;
  const step: fc.Arbitrary<Step> = fc.oneof(
    observation.map(
      (each): Step =>
        (breaker) =>
          nextBreaker(breaker, each, limits).breaker,
    ),
    fc.constant<Step>((breaker) => probeSent(breaker, START, limits)),
    fc.constant<Step>(noProbeFound),
    fc.integer({ min: 1, max: 5 }).map(
      (probe): Step =>
        (breaker) =>
          probeEnded(breaker, probe, START),
    ),
    fc.constant<Step>((breaker) => heldByOpening(breaker, START)),
    fc.constant<Step>((breaker) => probeAtOnce(breaker, START)),
    fc.integer({ min: 1, max: 5 }).map(
      (number): Step =>
        (breaker) =>
          openingDropped(breaker, number),
    ),
    fc.constant<Step>((breaker) => backlogAnswered(breaker, limits)),
  );

  it('numbers its openings one after the other, and never a probe twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(closedBreaker, open),
        fc.array(step, { maxLength: 200 }),
        (first, steps) => {
          let before = first;
          for (const each of steps) {
            const breaker = each(before);
            expect(breaker.probe).toBeGreaterThanOrEqual(before.probe);
            if (breaker.opening !== null) expect(breaker.opening.number).toBe(breaker.ended + 1);
            if (breaker.opening !== null) expect(breaker.recovery).toBeNull();
            if (breaker.opening?.isProbeOut === true) expect(breaker.opening.dueAt).not.toBeNull();
            before = breaker;
          }
        },
      ),
    );
  });
});
