import type { Hold } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fact } from './fact.ts';
import type { InvocationNote } from './note.ts';
import { unknownInvocation, type InvocationState } from './state.ts';
import { transition } from './transition.ts';

const pause: Hold = { kind: 'pause', number: 1 };
const breaker: Hold = { kind: 'breaker', number: 4 };

type Outcome = Extract<Fact, { readonly kind: 'outcome' }>;

/** The answer of delivery to a release. */
function answer(release: number, next: Outcome['next']): Outcome {
  return { kind: 'outcome', release, next };
}

function putOff(release: number, hold: Hold): Fact {
  return answer(release, { kind: 'defer', reason: 'webhook-paused', at: 1, hold });
}

/** What is noted of facts that come at 1, 2, 3 and so on, from a first release on. */
function notesOf(...facts: readonly Fact[]): readonly InvocationNote[] {
  const first: Fact = { kind: 'delivery-seen', release: 1 };
  const after = (state: InvocationState, fact: Fact, index: number) => transition(state, fact, index).state;
  return [first, ...facts].reduce(after, unknownInvocation).notes;
}

const brief = ({ what, reason, by }: InvocationNote) => [what, reason, by].filter((part) => part).join(' ');

describe('the notes of an invocation', () => {
  it('are none for attempts and ends, which tell of themselves', () => {
    expect(
      notesOf(
        { kind: 'attempt-recorded', startedAt: 1, responseCode: 503, failure: 'http-503' },
        answer(1, { kind: 'retry', at: 5 }),
        { kind: 'leased', release: 2, until: 9 },
        { kind: 'release-acknowledged', release: 2 },
        answer(2, { kind: 'done' }),
      ),
    ).toEqual([]);
    expect(notesOf(answer(1, { kind: 'give-up', reason: 'retries-exhausted' }))).toEqual([]);
    expect(notesOf({ kind: 'ordered-seen', orderingKey: 'k' }, answer(1, { kind: 'done' }))).toEqual([]);
  });

  it('tell since when a hold has kept it, and who has ended that', () => {
    expect(notesOf(putOff(1, pause), { kind: 'hold-ended', hold: pause, by: 'anna' })).toEqual([
      { number: 1, at: 1, what: 'held', reason: 'webhook-paused' },
      { number: 2, at: 2, what: 'resumed', by: 'anna' },
    ]);
  });

  const told: readonly (readonly [string, readonly Fact[], string])[] = [
    ['skipped with its pause', [putOff(1, pause), { kind: 'skipped', by: 'anna' }], 'cancelled skipped anna'],
    [
      'skipped because its pause was over before',
      [{ ...answer(1, { kind: 'cancelled' }), isSkipped: true }],
      'cancelled skipped',
    ],
    ['cancelled by hand', [{ kind: 'cancel-requested', by: 'anna' }], 'cancelled anna'],
    ['cancelled with its webhook', [answer(1, { kind: 'cancelled' })], 'cancelled'],
    ['held for too long', [putOff(1, breaker), { kind: 'outlived', since: 1 }], 'expired too-old'],
    ['removed by retention', [{ kind: 'expired' }], 'expired expired'],
    [
      'retried by hand',
      [answer(1, { kind: 'done' }), { kind: 'retry-requested', by: 'anna' }],
      'retried anna',
    ],
    [
      'sent again by a replay',
      [answer(1, { kind: 'done' }), { kind: 'retry-requested', isReplay: true }],
      'retried replay',
    ],
  ];

  it.each(told)('tell that it was %s', (_title, facts, last) => {
    expect(
      notesOf(...facts)
        .map(brief)
        .at(-1),
    ).toBe(last);
  });

  it('tell of one hold once, however many probes have failed, and again after a retry by hand', () => {
    const probe = (release: number): Fact[] => [
      { kind: 'chosen-as-probe', hold: breaker },
      { kind: 'leased', release, until: 99 },
      { kind: 'release-acknowledged', release },
      putOff(release, breaker),
    ];
    const held = [putOff(1, breaker), ...probe(2), ...probe(3)];
    expect(notesOf(...held).map(brief)).toEqual(['held receiver-unavailable']);
    const asked: Fact = { kind: 'retry-requested', by: 'anna', probeOf: breaker };
    expect(notesOf(...held, asked, ...probe(4).slice(1)).map(brief)).toEqual([
      'held receiver-unavailable',
      'retried anna',
      'held receiver-unavailable',
    ]);
    const later: Hold = { ...breaker, number: 5 };
    const failed: Fact[] = [
      { kind: 'chosen-as-probe', hold: breaker },
      { kind: 'leased', release: 2, until: 99 },
      answer(2, { kind: 'defer', reason: 'receiver-unavailable', at: 1, hold: later }),
    ];
    expect(notesOf(putOff(1, breaker), ...failed)).toHaveLength(2);
  });

  it('do not tell that what blocks its subject has expired: it has failed before', () => {
    const blocks: Fact = answer(1, { kind: 'give-up', reason: 'retries-exhausted', blocks: 'k' });
    expect(notesOf(blocks, { kind: 'expired' })).toEqual([]);
  });

  it('are the newest 20, whose numbers tell how many there were', () => {
    const rounds = Array.from({ length: 13 }, (): Fact[] => [
      { kind: 'retry-requested', by: 'anna' },
      { kind: 'cancel-requested', by: 'anna' },
    ]).flat();
    const notes = notesOf(answer(1, { kind: 'done' }), ...rounds);
    expect(notes.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 7));
    expect(notes.at(-1)).toMatchObject({ number: 26, what: 'cancelled' });
  });

  it('are the same when records come again', () => {
    const records: readonly Fact[] = [putOff(1, pause), { kind: 'delivery-seen', release: 1 }];
    const held = notesOf(putOff(1, pause));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...records), { maxLength: 10 }), (again) => {
        expect(notesOf(putOff(1, pause), ...again)).toEqual(held);
      }),
    );
  });
});
