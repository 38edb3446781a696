import { describe, expect, it } from '@jest/globals';
import type { Hold, NextStep } from '@casewire/events';
import fc from 'fast-check';
import type { Fact, RecordFact } from './fact.ts';
import { unknownInvocation, type InvocationState } from './state.ts';
import { transition } from './transition.ts';

type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>;

const hold: fc.Arbitrary<Hold> = fc.record({
  kind: fc.constantFrom('pause', 'breaker'),
  number: fc.integer({ min: 1, max: 3 }),
});

const nextStep: fc.Arbitrary<NextStep> = fc.oneof(
  fc.constant({ kind: 'done' } as const),
  fc.integer({ min: 1, max: 1000 }).map((at) => ({ kind: 'retry', at }) as const),
  fc.integer({ min: 1, max: 1000 }).map((at) => ({ kind: 'defer', at, reason: 'lane-full' }) as const),
  hold.map((by) => ({ kind: 'defer', at: 1, reason: 'webhook-paused', hold: by }) as const),
  fc.constant({ kind: 'give-up', reason: 'retries-exhausted' } as const),
  fc.constant({ kind: 'give-up', reason: 'retries-exhausted', blocks: 'k' } as const),
  fc.constant({ kind: 'cancelled' } as const),
);

/**
 * Records that Kafka can hold of one invocation: its releases, at most one outcome of each, and its record on
 * `ordered.v1` if an outcome names its slot.
 */
const records: fc.Arbitrary<RecordFact[]> = fc
  .array(fc.option(nextStep), { minLength: 1, maxLength: 4 })
  .map((outcomes) => {
    const isOrdered = outcomes.some((next) => next?.kind === 'give-up' && next.blocks !== undefined);
    const first: RecordFact[] = isOrdered ? [{ kind: 'ordered-seen', orderingKey: 'k' }] : [];
    const others = outcomes.flatMap((next, index): RecordFact[] => {
      const release = index + 1;
      const seen: RecordFact = { kind: 'delivery-seen', release };
      return next === null ? [seen] : [seen, { kind: 'outcome', release, next }];
    });
    return [...first, ...others];
  });

/** The same with second outcomes: two processes can send one release while a partition moves from one to the other. */
const recordsSentTwice: fc.Arbitrary<RecordFact[]> = fc
  .tuple(records, fc.array(nextStep, { maxLength: 4 }))
  .map(([first, second]) => [
    ...first,
    ...second.map((next, index): RecordFact => ({ kind: 'outcome', release: index + 1, next })),
  ]);

/** Every record three times, in any order. */
function reordered(facts: readonly RecordFact[]): fc.Arbitrary<RecordFact[]> {
  const repeated = [...facts, ...facts, ...facts];
  return fc.shuffledSubarray(repeated, { minLength: repeated.length });
}

const release = fc.integer({ min: 1, max: 6 });
const instant = fc.integer({ min: 0, max: 50 });

/** Facts of every kind: a new kind does not compile until it is generated here. */
const factsOfKind: { readonly [Kind in Fact['kind']]: fc.Arbitrary<Omit<FactOf<Kind>, 'kind'>> } = {
  'delivery-seen': fc.record({ release }),
  'ordered-seen': fc.record({ orderingKey: fc.constant('k') }),
  'rematch-seen': fc.constant({}),
  'refused-by-matching': fc.record({ reason: fc.constant('body-too-large' as const) }),
  outcome: fc.record({ release, next: nextStep, at: instant }, { requiredKeys: ['release', 'next'] }),
  'attempt-recorded': fc.record(
    {
      startedAt: instant,
      responseCode: fc.option(fc.constantFrom(200, 500)),
      failure: fc.constantFrom('timeout', 'http-500'),
    },
    { requiredKeys: ['startedAt', 'responseCode'] },
  ),
  leased: fc.record({ release, until: instant }),
  'release-acknowledged': fc.record({ release }),
  'lease-expired': fc.constant({}),
  stranded: fc.record({ begunAt: instant, blocks: fc.boolean() }),
  'body-sought': fc.constant({}),
  'body-lost': fc.constant({}),
  'slot-granted': fc.constant({}),
  'block-lifted': fc.constant({}),
  'receiver-gone': fc.constant({}),
  'rate-changed': fc.record({ dueAt: instant }),
  'due-on-hold': fc.record({ hold }),
  'chosen-as-probe': fc.record({ hold }),
  'hold-ended': fc.record({ hold }),
  skipped: fc.constant({}),
  outlived: fc.record({ since: instant, blocks: fc.boolean() }),
  expired: fc.constant({}),
  'retry-requested': fc.record({ by: fc.constant('anna'), probeOf: hold }, { requiredKeys: ['by'] }),
  'cancel-requested': fc.record({ by: fc.constant('anna') }),
};

const anyFact = fc.oneof(
  ...Object.entries(factsOfKind).map(([kind, rest]) => rest.map((fields) => ({ kind, ...fields }) as Fact)),
);

function applyAll(facts: readonly Fact[]): InvocationState[] {
  const states = [unknownInvocation];
  facts.forEach((fact, index) =>
    states.push(transition(states[index] ?? unknownInvocation, fact, index).state),
  );
  return states;
}

/** The last state, without what depends on the order of the facts: when it was written, and what it was before. */
function essence(states: readonly InvocationState[]): object {
  return { ...states.at(-1), releasedAt: null, ends: null, endedAt: null, failure: null, notes: null };
}

describe('transition, whatever the facts', () => {
  it('comes to the same state however the records are ordered and repeated', () => {
    fc.assert(
      fc.property(
        records.chain((all) => fc.tuple(fc.constant(all), reordered(all))),
        ([inOrder, shuffled]) => {
          expect(essence(applyAll(shuffled))).toEqual(essence(applyAll(inOrder)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is delivered after any success, and has the latest release, also where releases were sent twice', () => {
    fc.assert(
      fc.property(
        recordsSentTwice.chain((all) => fc.tuple(fc.constant(all), reordered(all))),
        ([all, shuffled]) => {
          const state = applyAll(shuffled).at(-1);
          const isSuccess = (fact: RecordFact): boolean =>
            fact.kind === 'outcome' && fact.next.kind === 'done';
          expect(state?.status === 'delivered').toBe(all.some(isSuccess));
          expect(state?.release).toBe(Math.max(...all.map((fact) => ('release' in fact ? fact.release : 0))));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('stays hidden until a record brings its content or a cut gives that up, then stays visible', () => {
    const showing = new Set<Fact['kind']>([
      'delivery-seen',
      'ordered-seen',
      'rematch-seen',
      'refused-by-matching',
      'body-sought',
      'body-lost',
    ]);
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 20 }), (facts) => {
        const states = applyAll(facts);
        const first = facts.findIndex(({ kind }) => showing.has(kind));
        const before = first === -1 ? states : states.slice(0, first + 1);
        expect(before.every(({ complete }) => !complete)).toBe(true);
        const shownFrom = states.findIndex(({ complete }) => complete);
        if (shownFrom === -1) return;
        expect(states.slice(shownFrom).every(({ complete }) => complete)).toBe(true);
        expect(showing).toContain(facts[shownFrom - 1]?.kind);
      }),
      { numRuns: 1000 },
    );
  });

  it('never leaves delivered, never lowers a release, never has two current releases, counts each attempt', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
        const states = applyAll(facts);
        facts.forEach((fact, index) => {
          const before = states[index] ?? unknownInvocation;
          const after = states[index + 1] ?? unknownInvocation;
          if (before.status === 'delivered') expect(after.status).toBe('delivered');
          expect(after.release).toBeGreaterThanOrEqual(before.release);
          const isOut = before.releaseState === 'released' || before.releaseState === 'leased';
          if (fact.kind === 'leased' && isOut) expect(after).toBe(before);
          expect(after.attempts - before.attempts).toBe(fact.kind === 'attempt-recorded' ? 1 : 0);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('numbers each change of its status to an end, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
        let state = unknownInvocation;
        const numbers: number[] = [];
        facts.forEach((fact, now) => {
          const { state: after, end } = transition(state, fact, now);
          const hasEnded = after.status !== state.status && after.status !== 'pending';
          expect(end?.status).toBe(hasEnded ? after.status : undefined);
          if (end !== undefined) numbers.push(end.number);
          state = after;
        });
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
        expect(state.ends).toBe(numbers.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a class of failure when it has failed, and none when it is delivered or cancelled', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
        for (const { status, failure } of applyAll(facts)) {
          if (status === 'failed') expect(failure).not.toBeNull();
          if (status === 'delivered' || status === 'cancelled') expect(failure).toBeNull();
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('blocks only what is ordered and has failed', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 30 }), (facts) => {
        for (const { releaseState, orderingKey, status } of applyAll(facts))
          if (releaseState === 'blocking')
            expect({ orderingKey, status }).toEqual({ orderingKey: 'k', status: 'failed' });
      }),
      { numRuns: 1000 },
    );
  });

  it('has exactly the instant that its release state needs', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 30 }), (facts) => {
        for (const { releaseState, dueAt, releasedAt, leasedUntil } of applyAll(facts)) {
          expect({ due: dueAt !== null, out: releasedAt !== null, lease: leasedUntil !== null }).toEqual({
            due: releaseState === 'scheduled',
            out: releaseState === 'released',
            lease: releaseState === 'leased',
          });
        }
      }),
    );
  });

  it('names a hold while one keeps it, and after that until an outcome at most', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 30 }), (facts) => {
        for (const { releaseState, heldBy } of applyAll(facts)) {
          if (releaseState === 'held-by-webhook') expect(heldBy).not.toBeNull();
          if (heldBy !== null) expect(releaseState).not.toBeNull();
          if (releaseState === 'held') expect(heldBy).toBeNull();
        }
      }),
    );
  });
});
