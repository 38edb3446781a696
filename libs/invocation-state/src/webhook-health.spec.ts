import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  nextHealth,
  ownPauseEnded,
  unknownHealth,
  type HealthEffect,
  type HealthLimits,
  type Observation,
  type WebhookHealth,
} from './webhook-health.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const limits: HealthLimits = {
  failuresInRow: 10,
  failingPercent: 50,
  failingAttempts: 20,
  windowMs: 10 * MINUTE,
  successesInRow: 10,
  pauseAfterMs: 5 * DAY,
};

const START = 1_790_000_000_000;

function seen(overrides: Partial<Observation> = {}): Observation {
  return { at: START, failure: null, isFirst: true, durationMs: 10, isFresh: true, ...overrides };
}

interface Seen {
  readonly health: WebhookHealth;
  readonly effects: readonly HealthEffect[];
}

function after(observations: readonly Observation[], before = unknownHealth): Seen {
  return observations.reduce<Seen>(
    ({ health, effects }, each) => {
      const next = nextHealth(health, each, limits);
      return { health: next.health, effects: [...effects, ...next.effects] };
    },
    { health: before, effects: [] },
  );
}

/** `+` a success, `-` a failure, each a second after the one before it. A small `s` or `f` is a retry. */
function timeline(signs: string, overrides: Partial<Observation> = {}): Observation[] {
  return Array.from(signs).map((sign, index) =>
    seen({
      at: START + index * 1000,
      failure: '-f'.includes(sign) ? 'http-503' : null,
      isFirst: '+-'.includes(sign),
      ...overrides,
    }),
  );
}

describe('nextHealth', () => {
  it.each<[string, string, readonly HealthEffect[]]>([
    ['successes', '+++++', []],
    ['nine failures in a row', '---------', []],
    ['ten failures in a row', '----------', ['failing']],
    ['ten failures in a row, all of them retries', 'ffffffffff', ['failing']],
    ['ten failures that a success interrupts', '-----+-----', []],
    ['a success after nothing but failures', '----------+', ['failing', 'recovered']],
    ['half of twenty first attempts', '-+-+-+-+-+-+-+-+-+-+-', ['failing']],
    ['half of twenty attempts, most of them retries', '-s-s-s-s-s-s-s-s-s-s-', []],
    ['less than half of twenty first attempts', '-++-++-++-++-++-++-++-++', []],
    ['nine successes after half have failed', '-+-+-+-+-+-+-+-+-+-+-+++++++++', ['failing']],
    ['ten successes after half have failed', '-+-+-+-+-+-+-+-+-+-+-++++++++++', ['failing', 'recovered']],
    ['a success after twenty failures, which are a share too', '--------------------+', ['failing']],
  ])('%s: %s', (_, signs, effects) => {
    expect(after(timeline(signs)).effects).toEqual(effects);
  });

  it('counts first attempts of ten minutes, and of no more', () => {
    const slow = timeline('-+-+-+-+-+-+-+-+-+-+-').map((each, index) => ({
      ...each,
      at: START + index * MINUTE,
    }));
    expect(after(slow).effects).toEqual([]);
  });

  it('says since when it is failing, and what the last failure was', () => {
    const { health } = after([
      ...timeline('++++'),
      ...timeline('----------').map((each, index) => ({
        ...each,
        at: START + MINUTE + index,
        failure: 'timeout',
      })),
    ]);
    expect(health).toMatchObject({
      failing: { since: START + MINUTE, by: 'run' },
      lastFailure: { at: START + MINUTE + 9, class: 'timeout' },
      lastSuccessAt: START + 3000,
    });
  });

  it('counts what is not fresh, and tells nobody', () => {
    const stale = timeline('----------', { isFresh: false });
    const { health, effects } = after(stale);
    expect(effects).toEqual([]);
    expect(health).toMatchObject({ failing: null, failureRun: { count: 10, since: START } });
    expect(after(timeline('-'), health).effects).toEqual(['failing']);
  });

  it('is not ended by a success from before the failures', () => {
    const { health } = after(timeline('----------'));
    const early = after([seen({ at: START - 1 })], health);
    expect(early.effects).toEqual([]);
    expect(early.health.failing).not.toBeNull();
  });

  it('pauses after five days of nothing but failures, once, and begins to count anew when that very pause is over', () => {
    const { health } = after(timeline('----------'));
    const late = seen({ at: START + 5 * DAY, failure: 'timeout' });
    const paused = after([late, late], health);
    expect(paused.effects).toEqual(['paused']);
    expect(paused.health.ownPause).toBe(1);
    const resumedAt = START + 6 * DAY;
    const resumed = ownPauseEnded(paused.health, 1, resumedAt);
    expect(resumed.ownPause).toBeNull();
    expect(after([{ ...late, at: resumedAt + DAY }], resumed).effects).toEqual([]);
    const again = after([{ ...late, at: resumedAt + 5 * DAY }], resumed);
    expect([again.effects, again.health.ownPause]).toEqual([['paused'], 2]);
    expect(ownPauseEnded(again.health, 1, resumedAt + 6 * DAY).ownPause).toBe(2);
  });

  it('does not pause a webhook that has succeeded within the five days', () => {
    const { health } = after(timeline('----------+'));
    const late = timeline('----------').map((each) => ({ ...each, at: each.at + 5 * DAY }));
    expect(after(late, health).effects).toEqual(['failing']);
  });
});

describe('nextHealth, whatever the attempts', () => {
  const observation = fc.record({
    at: fc.integer({ min: START, max: START + 20 * MINUTE }),
    failure: fc.constantFrom(null, 'timeout', 'http-500'),
    isFirst: fc.boolean(),
    durationMs: fc.integer({ min: 0, max: 60_000 }),
    isFresh: fc.boolean(),
  });

  it('tells in turns that a webhook is failing and that it has recovered', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 200 }), (all) => {
        const { health, effects } = after(all);
        effects.forEach((effect, index) => {
          expect(effect).toBe(index % 2 === 0 ? 'failing' : 'recovered');
        });
        expect(health.failing !== null).toBe(effects.at(-1) === 'failing');
      }),
    );
  });

  it('tells nothing where nothing is fresh, and changes neither failing nor the pause', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 100 }), fc.array(observation), (first, then) => {
        const { health } = after(first);
        const stale = then.map((each) => ({ ...each, isFresh: false }));
        const result = after(stale, health);
        expect(result.effects).toEqual([]);
        expect([result.health.failing, result.health.ownPause]).toEqual([health.failing, health.ownPause]);
      }),
    );
  });

  it('is failing after ten fresh failures in a row, and not after ten fresh successes', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 100 }), (first) => {
        const at = START + 30 * MINUTE;
        const failed = after(
          Array.from({ length: 10 }, () => seen({ at, failure: 'timeout' })),
          after(first).health,
        );
        expect(failed.health.failing).not.toBeNull();
        const mended = after(
          Array.from({ length: 10 }, () => seen({ at: at + 1 })),
          failed.health,
        );
        expect(mended.health.failing).toBeNull();
      }),
    );
  });
});
