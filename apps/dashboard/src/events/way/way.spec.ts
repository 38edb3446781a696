import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attempt, AuditEntry, Invocation } from '../../api/types.ts';
import type { Note } from '../../invocations/describe-note.ts';
import { scaleOf, stepsOfEvent, stepsOfReceiver, type Step } from './way.ts';

const accepted = Date.parse('2026-11-20T10:00:00.000Z');
const at = (ms: number) => new Date(accepted + ms).toISOString();

const invocation = (given: Partial<Invocation>) =>
  ({
    recordedAt: at(30),
    endedAt: null,
    nextAttemptAt: null,
    heldBy: null,
    notes: [],
    status: 'pending',
    ...given,
  }) as Invocation;

const attempt = (number: number, startedMs: number, next: Attempt['next']) =>
  ({ id: `a-${number}`, number, startedAt: at(startedMs), durationMs: 100, next }) as Attempt;

/** Notes of these instants. */
const notes = (...given: readonly (readonly [ms: number, what: Note['what'], reason?: string])[]): Note[] =>
  given.map(([ms, what, reason], index) => ({
    ...{ number: index + 1, at: at(ms), what },
    ...(reason !== undefined && { reason }),
  }));

/** Kind, and beginning and end in milliseconds since acceptance. */
const brief = ({ kind, from, to }: Step) => [
  kind,
  from === null ? null : from - accepted,
  to === null ? null : to - accepted,
];

describe('the way of an event', () => {
  it('begins with its acceptance, and says of what no time is recorded', () => {
    expect(stepsOfEvent({ acceptedAt: at(0) }).map(brief)).toEqual([
      ['accepted', 0, 0],
      ['produced', null, null],
      ['matched', null, null],
    ]);
  });

  it('leads to a receiver by attempts, what waits between them, requests by hand, and the end', () => {
    const attempts = [
      attempt(1, 50, { kind: 'retry', at: at(5_150) }),
      attempt(2, 5_200, { kind: 'retry', at: at(30_000) }),
      // Somebody asked for it before it was due.
      attempt(3, 9_000, { kind: 'done' }),
    ];
    const retried = { at: at(8_990), action: 'invocation.retried' } as AuditEntry;
    const delivered = invocation({ status: 'delivered', endedAt: at(9_100) });
    const steps = stepsOfReceiver({ invocation: delivered, attempts, requests: [retried] });
    expect(steps.map(brief)).toEqual([
      ['recorded', 30, 30],
      ['attempt', 50, 150],
      ['wait', 150, 5_150],
      ['attempt', 5_200, 5_300],
      ['wait', 5_300, 9_000],
      ['request', 8_990, 8_990],
      ['attempt', 9_000, 9_100],
      ['ended', 9_100, 9_100],
    ]);
    expect(steps.flatMap((step) => (step.kind === 'wait' ? [step.due - accepted] : []))).toEqual([
      5_150, 30_000,
    ]);
  });

  it('names the next attempt once: by the wait for it, or by itself', () => {
    const waiting = invocation({ status: 'retrying', nextAttemptAt: at(5_150) });
    const attempts = [attempt(1, 50, { kind: 'retry', at: at(5_150) })];
    const kinds = (receiver: Parameters<typeof stepsOfReceiver>[0]) =>
      stepsOfReceiver(receiver).map(({ kind }) => kind);
    expect(kinds({ invocation: waiting, attempts, requests: [] })).toEqual(['recorded', 'attempt', 'wait']);
    expect(kinds({ invocation: waiting, attempts: [], requests: [] })).toEqual(['recorded', 'next']);
  });

  it('tells since when it is held, as far as that is known', () => {
    const steps = (given: Partial<Invocation>) =>
      stepsOfReceiver({ invocation: invocation({ status: 'held', ...given }), attempts: [], requests: [] });
    const pause = { kind: 'pause', number: 1 } as const;
    expect(steps({ heldBy: pause, notes: notes([40, 'held', 'webhook-paused']) }).map(brief)).toEqual([
      ['recorded', 30, 30],
      ['note', 40, null],
    ]);
    // It was held before notes were kept.
    expect(steps({ heldBy: pause }).map(brief).at(-1)).toEqual(['held', null, null]);
    const predecessor = { kind: 'predecessor' } as const;
    expect(steps({ heldBy: predecessor }).map(brief).at(-1)).toEqual(['held', 30, null]);
    const retried = notes([500, 'retried']);
    expect(steps({ heldBy: predecessor, notes: retried }).map(brief).at(-1)).toEqual(['held', 500, null]);
  });

  it('shows holds that are over from their beginning to what has ended them', () => {
    const resumed = notes([40, 'held', 'webhook-paused'], [900, 'resumed']);
    const delivered = invocation({ status: 'delivered', endedAt: at(1_100), notes: resumed });
    const attempts = [attempt(1, 1_000, { kind: 'done' })];
    expect(stepsOfReceiver({ invocation: delivered, attempts, requests: [] }).map(brief)).toEqual([
      ['recorded', 30, 30],
      ['note', 40, 900],
      ['note', 900, 900],
      ['attempt', 1_000, 1_100],
      ['ended', 1_100, 1_100],
    ]);
    const probe = { ...delivered, notes: notes([40, 'held', 'receiver-unavailable']) };
    const [, held] = stepsOfReceiver({ invocation: probe, attempts, requests: [] });
    expect(held && brief(held)).toEqual(['note', 40, 1_100]);
  });

  it('shows what a person asked once: as a note, or as an entry of the audit where there are no notes', () => {
    const requests = [{ at: at(90), action: 'invocation.retried' } as AuditEntry];
    const kinds = (given: Partial<Invocation>) =>
      stepsOfReceiver({ invocation: invocation(given), attempts: [], requests }).map(({ kind }) => kind);
    expect(kinds({})).toEqual(['recorded', 'request']);
    expect(kinds({ notes: notes([90, 'retried']) })).toEqual(['recorded', 'note']);
  });

  it('has no time where a stored instant cannot be shown', () => {
    const odd = { ...attempt(1, 0, { kind: 'done' }), startedAt: null } as unknown as Attempt;
    const steps = stepsOfReceiver({ invocation: invocation({}), attempts: [odd], requests: [] });
    expect(steps.map(brief)).toEqual([
      ['recorded', 30, 30],
      ['attempt', null, null],
    ]);
  });
});

describe('the scale', () => {
  const instants = fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1 });

  it('keeps the order, from 0 to 1', () => {
    fc.assert(
      fc.property(instants, (times) => {
        const steps = times.map((time) => ({ kind: 'recorded', from: time, to: time }) as const);
        const sorted = times.toSorted((one, other) => one - other);
        const places = sorted.map(scaleOf(steps).placeOf);
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(places[0]).toBe(0);
        expect(places.at(-1)).toBe(sorted[0] === sorted.at(-1) ? 0 : 1);
      }),
    );
  });

  it('shows milliseconds beside days', () => {
    const steps = [0, 80, 259_200_000].map((ms) => ({ kind: 'recorded', from: ms, to: ms }) as const);
    expect(scaleOf(steps).placeOf(80)).toBeGreaterThan(0.1);
  });
});
