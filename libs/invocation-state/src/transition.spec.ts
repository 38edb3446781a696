import { describe, expect, it } from '@jest/globals';
import type { Fact } from './fact.ts';
import { unknownInvocation, type InvocationState } from './state.ts';
import { transition } from './transition.ts';

const NOW = 1_000_000;

const seen: InvocationState = { ...unknownInvocation, complete: true, hasBody: true };
const out = { release: 2, settled: false };
const settled = { release: 2, settled: true };

/** Every state an invocation can be in. Its release is 2 if there was one, so that a fact can be of an earlier or a later one. */
const states = {
  unknown: unknownInvocation,
  hidden: { ...unknownInvocation, ...settled, releaseState: 'scheduled', dueAt: NOW + 5 },
  released: { ...seen, ...out, releaseState: 'released', releasedAt: NOW - 5 },
  scheduled: { ...seen, ...settled, releaseState: 'scheduled', dueAt: NOW + 5 },
  leased: { ...seen, ...out, releaseState: 'leased', leasedUntil: NOW - 1 },
  held: { ...seen, orderingKey: 'k', releaseState: 'held', reason: 'predecessor' },
  paused: {
    ...seen,
    ...settled,
    releaseState: 'held-by-webhook',
    heldBy: { kind: 'pause', number: 3 },
    reason: 'webhook-paused',
  },
  delivered: { ...seen, ...settled, status: 'delivered' },
  'sent again': { ...seen, ...out, status: 'delivered', releaseState: 'released', releasedAt: NOW - 5 },
  failed: { ...seen, ...settled, status: 'failed', reason: 'webhook-gone' },
  cancelled: { ...seen, ...settled, status: 'cancelled' },
  blocking: {
    ...seen,
    ...settled,
    orderingKey: 'k',
    status: 'failed',
    reason: 'retries-exhausted',
    releaseState: 'blocking',
  },
} satisfies Record<string, InvocationState>;

const facts = {
  'delivery 1': { kind: 'delivery-seen', release: 1 },
  'delivery 2': { kind: 'delivery-seen', release: 2 },
  'delivery 3': { kind: 'delivery-seen', release: 3 },
  ordered: { kind: 'ordered-seen', orderingKey: 'k' },
  rematch: { kind: 'rematch-seen' },
  refused: { kind: 'refused-by-matching', reason: 'body-too-large' },
  'done 1': { kind: 'outcome', release: 1, next: { kind: 'done' } },
  'done 2': { kind: 'outcome', release: 2, next: { kind: 'done' } },
  'retry 2': { kind: 'outcome', release: 2, next: { kind: 'retry', at: NOW + 9 } },
  'defer 2': { kind: 'outcome', release: 2, next: { kind: 'defer', reason: 'lane-full', at: NOW + 9 } },
  'hold 2': {
    kind: 'outcome',
    release: 2,
    next: { kind: 'defer', reason: 'webhook-paused', at: NOW + 9, hold: { kind: 'pause', number: 3 } },
  },
  'give up 2': { kind: 'outcome', release: 2, next: { kind: 'give-up', reason: 'retries-exhausted' } },
  'give up 1': { kind: 'outcome', release: 1, next: { kind: 'give-up', reason: 'retries-exhausted' } },
  'block 2': {
    kind: 'outcome',
    release: 2,
    next: { kind: 'give-up', reason: 'retries-exhausted', blocks: 'k' },
  },
  'cancelled 2': { kind: 'outcome', release: 2, next: { kind: 'cancelled' } },
  'lease 3': { kind: 'leased', release: 3, until: NOW + 30 },
  'ack 2': { kind: 'release-acknowledged', release: 2 },
  'lease over': { kind: 'lease-expired' },
  stranded: { kind: 'stranded', begunAt: NOW },
  'body sought': { kind: 'body-sought' },
  'body lost': { kind: 'body-lost' },
  'slot granted': { kind: 'slot-granted' },
  'block lifted': { kind: 'block-lifted' },
  gone: { kind: 'receiver-gone' },
  'rate changed': { kind: 'rate-changed', dueAt: NOW + 5 },
  'due on hold': { kind: 'due-on-hold', hold: { kind: 'pause', number: 3 } },
  'hold ended': { kind: 'hold-ended', hold: { kind: 'pause', number: 3 } },
  'hold 2 ended': { kind: 'hold-ended', hold: { kind: 'pause', number: 2 } },
  skipped: { kind: 'skipped' },
  outlived: { kind: 'outlived', since: NOW },
  expired: { kind: 'expired' },
  retry: { kind: 'retry-requested', by: 'key-1' },
  cancel: { kind: 'cancel-requested', by: 'key-1' },
} satisfies Record<string, Fact>;

/** What each fact makes of each state: `status releaseState release`; `.` means no change. */
const expected = `
fact         | unknown                   | hidden                | released                  | scheduled             | leased                    | held                      | paused                      | delivered             | sent again                  | failed              | cancelled           | blocking
delivery 1   | pending released 1        | pending scheduled 2   | .                         | .                     | .                         | pending released 1        | .                           | .                     | .                           | .                   | .                   | .
delivery 2   | pending released 2        | pending scheduled 2   | .                         | .                     | pending released 2        | pending released 2        | .                           | .                     | .                           | .                   | .                   | .
delivery 3   | pending released 3        | pending released 3    | pending released 3        | pending released 3    | pending released 3        | pending released 3        | pending released 3          | delivered released 3  | delivered released 3        | pending released 3  | pending released 3  | pending released 3
ordered      | pending held 0            | pending scheduled 2   | pending released 2        | pending scheduled 2   | pending leased 2          | .                         | pending held-by-webhook 2   | delivered - 2         | delivered released 2        | failed - 2          | cancelled - 2       | .
rematch      | pending scheduled 0       | pending scheduled 2   | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
refused      | failed - 0                | .                     | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
done 1       | delivered - 1             | delivered scheduled 2 | delivered released 2      | delivered scheduled 2 | delivered leased 2        | delivered - 1             | delivered held-by-webhook 2 | .                     | .                           | delivered - 2       | delivered - 2       | delivered - 2
done 2       | delivered - 2             | delivered - 2         | delivered - 2             | delivered - 2         | delivered - 2             | delivered - 2             | delivered - 2               | .                     | delivered - 2               | delivered - 2       | delivered - 2       | delivered - 2
retry 2      | pending scheduled 2       | .                     | pending scheduled 2       | .                     | pending scheduled 2       | pending scheduled 2       | .                           | .                     | delivered scheduled 2       | .                   | .                   | .
defer 2      | pending scheduled 2       | .                     | pending scheduled 2       | .                     | pending scheduled 2       | pending scheduled 2       | .                           | .                     | delivered scheduled 2       | .                   | .                   | .
hold 2       | pending held-by-webhook 2 | .                     | pending held-by-webhook 2 | .                     | pending held-by-webhook 2 | pending held-by-webhook 2 | .                           | .                     | delivered held-by-webhook 2 | .                   | .                   | .
give up 2    | failed - 2                | .                     | failed - 2                | .                     | failed - 2                | failed - 2                | .                           | .                     | delivered - 2               | .                   | .                   | .
give up 1    | failed - 1                | .                     | .                         | .                     | .                         | failed - 1                | .                           | .                     | .                           | .                   | .                   | .
block 2      | failed blocking 2         | .                     | failed blocking 2         | .                     | failed blocking 2         | failed blocking 2         | .                           | .                     | delivered - 2               | .                   | .                   | .
cancelled 2  | cancelled - 2             | .                     | cancelled - 2             | .                     | cancelled - 2             | cancelled - 2             | .                           | .                     | delivered - 2               | .                   | .                   | .
lease 3      | .                         | .                     | .                         | pending leased 3      | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
ack 2        | .                         | .                     | .                         | .                     | pending released 2        | .                         | .                           | .                     | .                           | .                   | .                   | .
lease over   | .                         | .                     | .                         | .                     | pending scheduled 2       | .                         | .                           | .                     | .                           | .                   | .                   | .
stranded     | .                         | .                     | pending scheduled 2       | .                     | .                         | .                         | .                           | .                     | delivered scheduled 2       | .                   | .                   | .
body sought  | pending - 0               | pending scheduled 2   | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
body lost    | failed - 0                | failed - 2            | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
slot granted | .                         | .                     | .                         | .                     | .                         | pending scheduled 0       | .                           | .                     | .                           | .                   | .                   | .
block lifted | .                         | .                     | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | failed - 2
gone         | .                         | failed - 2            | .                         | failed - 2            | .                         | failed - 0                | failed - 2                  | .                     | .                           | .                   | .                   | .
rate changed | .                         | .                     | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
due on hold  | .                         | .                     | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
hold ended   | .                         | .                     | .                         | .                     | .                         | .                         | pending scheduled 2         | .                     | .                           | .                   | .                   | .
hold 2 ended | .                         | .                     | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
skipped      | .                         | .                     | .                         | .                     | .                         | cancelled - 0             | cancelled - 2               | .                     | .                           | .                   | .                   | .
outlived     | .                         | .                     | .                         | .                     | .                         | .                         | .                           | .                     | .                           | .                   | .                   | .
expired      | .                         | failed - 2            | failed - 2                | failed - 2            | failed - 2                | failed - 0                | failed - 2                  | .                     | delivered - 2               | .                   | .                   | failed - 2
retry        | .                         | .                     | .                         | pending scheduled 2   | .                         | .                         | .                           | delivered scheduled 2 | .                           | pending scheduled 2 | pending scheduled 2 | pending scheduled 2
cancel       | .                         | cancelled - 2         | cancelled - 2             | cancelled - 2         | cancelled - 2             | cancelled - 0             | cancelled - 2               | .                     | delivered - 2               | .                   | .                   | cancelled - 2
`;

const [header = [], ...rows] = expected
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

const cells = rows.flatMap(([fact = '', ...results]) =>
  results.map((result, column) => ({ fact, state: header[column + 1] ?? '', result })),
);

function lookUp<T>(named: Record<string, T>, name: string): T {
  const value = named[name];
  if (value === undefined) throw new Error(`the table names ${name}, which does not exist`);
  return value;
}

describe('transition', () => {
  it('covers every state and fact', () => {
    expect(header.slice(1)).toEqual(Object.keys(states));
    expect(rows.map(([fact]) => fact)).toEqual(Object.keys(facts));
  });

  it.each(cells)('$state, $fact: $result', ({ state, fact, result }) => {
    const before = lookUp<InvocationState>(states, state);
    const { state: after, actions } = transition(before, lookUp<Fact>(facts, fact), NOW);
    if (result === '.') {
      expect(after).toBe(before);
      expect(actions).toEqual([]);
    } else {
      expect(`${after.status} ${after.releaseState ?? '-'} ${after.release}`).toBe(result);
    }
  });

  it('names what a deferral waits for, and forgets it with the next release', () => {
    const deferred = transition(states.released, facts['defer 2'], NOW).state;
    expect(deferred).toMatchObject({ reason: 'lane-full', dueAt: NOW + 9 });
    expect(transition(deferred, facts['delivery 3'], NOW).state.reason).toBeNull();
  });

  it('is kept by the hold that its deferral names, or by the one that it meets when it is due', () => {
    const hold = { kind: 'pause', number: 3 } as const;
    expect(transition(states.released, facts['hold 2'], NOW).state).toMatchObject({
      reason: 'webhook-paused',
      heldBy: hold,
      dueAt: null,
    });
    const due = { ...states.scheduled, dueAt: NOW };
    expect(transition(due, facts['due on hold'], NOW).state).toMatchObject({
      releaseState: 'held-by-webhook',
      heldBy: hold,
    });
  });

  it('names the hold that has kept it until the next outcome', () => {
    const freed = transition(states.paused, facts['hold ended'], NOW).state;
    expect(freed).toMatchObject({ reason: 'backlog', dueAt: NOW, heldBy: { kind: 'pause', number: 3 } });
    const leased = transition(freed, facts['lease 3'], NOW).state;
    const released = transition(leased, { kind: 'release-acknowledged', release: 3 }, NOW).state;
    expect(released).toMatchObject({ releaseState: 'released', heldBy: { kind: 'pause', number: 3 } });
    const next = { kind: 'retry', at: NOW + 9 } as const;
    expect(transition(released, { kind: 'outcome', release: 3, next }, NOW).state.heldBy).toBeNull();
  });

  it.each([
    ['lane-full', undefined, true],
    ['rate-limited', undefined, true],
    ['secret-unavailable', undefined, false],
    ['lane-full', 1, false],
  ] as const)(
    'is still on its way to a receiver that has no room: %s, probe %s',
    (reason, probe, namesHold) => {
      const released: InvocationState = { ...states.released, heldBy: { kind: 'pause', number: 3 } };
      const next = { kind: 'defer', reason, at: NOW + 9 } as const;
      const outcome = { kind: 'outcome', release: 2, next, ...(probe && { probe }) } as const;
      const { heldBy, releaseState } = transition(released, outcome, NOW).state;
      expect([releaseState, heldBy !== null]).toEqual(['scheduled', namesHold]);
    },
  );

  it('is a probe by the hold that it is released in spite of', () => {
    const hold = { kind: 'breaker', number: 2 } as const;
    const probe = transition(states.paused, { kind: 'chosen-as-probe', hold }, NOW).state;
    expect(probe).toMatchObject({ releaseState: 'scheduled', dueAt: NOW, heldBy: hold });
    expect(transition(states.scheduled, { kind: 'chosen-as-probe', hold }, NOW).state).toBe(states.scheduled);
  });

  it('is a probe when a retry by hand asks for it', () => {
    const probeOf = { kind: 'breaker', number: 2 } as const;
    const kept: InvocationState = { ...states.paused, heldBy: probeOf };
    expect(transition(kept, facts.retry, NOW).state).toBe(kept);
    for (const state of [kept, states.failed, states.scheduled])
      expect(transition(state, { kind: 'retry-requested', probeOf }, NOW).state).toMatchObject({
        releaseState: 'scheduled',
        dueAt: NOW,
        heldBy: probeOf,
      });
    expect(transition(states.paused, { kind: 'retry-requested', probeOf }, NOW).state).toBe(states.paused);
  });

  it('comes sooner or later where the rate was changed that has it wait, and at its time where anything else has', () => {
    const limited: InvocationState = { ...states.scheduled, reason: 'rate-limited', dueAt: NOW + 10 };
    for (const dueAt of [NOW + 1, NOW + 30, NOW])
      expect(transition(limited, { kind: 'rate-changed', dueAt }, NOW).state).toEqual({ ...limited, dueAt });
    for (const other of [
      { ...limited, reason: 'lane-full' },
      { ...limited, dueAt: NOW },
    ] as const)
      expect(transition(other, facts['rate changed'], NOW).state).toBe(other);
  });

  it('is too old when a hold has kept it for too long, but not the pause of its owner', () => {
    const hold = { kind: 'breaker', number: 2 } as const;
    const kept: InvocationState = { ...states.paused, heldBy: hold, orderingKey: 'k' };
    const tooOld = { status: 'failed', reason: 'too-old', heldBy: null } as const;
    expect(transition(kept, facts.outlived, NOW).state).toMatchObject({ ...tooOld, releaseState: null });
    expect(transition(kept, { kind: 'outlived', since: NOW, blocks: true }, NOW).state).toMatchObject({
      ...tooOld,
      releaseState: 'blocking',
    });
    const sentAgain: InvocationState = { ...kept, status: 'delivered' };
    expect(transition(sentAgain, facts.outlived, NOW).state).toMatchObject({
      status: 'delivered',
      releaseState: null,
    });
    const owned: InvocationState = { ...kept, heldBy: { kind: 'own-pause', number: 1 } };
    expect(transition(owned, facts.outlived, NOW).state).toMatchObject(tooOld);
  });

  it('is not too old while somebody has asked for it a short time ago', () => {
    const notes = [{ number: 1, at: NOW, what: 'retried' }] as const;
    const kept: InvocationState = { ...states.paused, heldBy: { kind: 'breaker', number: 2 }, notes };
    expect(transition(kept, { kind: 'outlived', since: NOW }, NOW + 9).state).toBe(kept);
    expect(transition(kept, { kind: 'outlived', since: NOW + 1 }, NOW + 9).state).toMatchObject({
      status: 'failed',
      reason: 'too-old',
    });
  });

  it('gives up an invocation that three cuts running have released without an outcome', () => {
    let state: InvocationState = states.released;
    for (const release of [3, 4, 5]) {
      state = transition(state, { kind: 'stranded', begunAt: NOW }, NOW).state;
      expect(state.releaseState).toBe('scheduled');
      state = transition(state, { kind: 'leased', release, until: NOW }, NOW).state;
      state = transition(state, { kind: 'release-acknowledged', release }, NOW - 1).state;
    }
    state = transition(state, { kind: 'stranded', begunAt: NOW }, NOW).state;
    expect(state).toMatchObject({ status: 'failed', reason: 'unprocessable', releaseState: null });
  });

  it('blocks the subject of an invocation that cuts have given up, where its webhook asks for it', () => {
    const ordered: InvocationState = { ...states.released, orderingKey: 'k', cuts: 3 };
    const stranded = { kind: 'stranded', begunAt: NOW } as const;
    expect(transition(ordered, { ...stranded, blocks: true }, NOW).state.releaseState).toBe('blocking');
    expect(transition(ordered, stranded, NOW).state.releaseState).toBeNull();
  });

  it('leaves alone an invocation that was released after the cut began', () => {
    expect(transition(states.released, { kind: 'stranded', begunAt: NOW - 5 }, NOW).state).toBe(
      states.released,
    );
  });

  it('keeps a retry by hand when the repeated outcome of the earlier release arrives', () => {
    const asked = transition(states.delivered, facts.retry, NOW).state;
    expect(transition(asked, facts['done 2'], NOW).state).toBe(asked);
  });

  it('does not retry an invocation without a body by hand', () => {
    const refused = transition(unknownInvocation, facts.refused, NOW).state;
    expect(transition(refused, facts.retry, NOW).state).toBe(refused);
  });

  it('counts attempts, and shows the code of the latest whatever order they come in', () => {
    const attempts: Fact[] = [
      { kind: 'attempt-recorded', startedAt: 20, responseCode: 200 },
      { kind: 'attempt-recorded', startedAt: 10, responseCode: 500 },
    ];
    const state = attempts.reduce<InvocationState>(
      (before, fact) => transition(before, fact, NOW).state,
      seen,
    );
    expect(state).toMatchObject({ attempts: 2, lastAttemptAt: 20, responseCode: 200 });
  });
});

describe('an end', () => {
  const endOf = (state: InvocationState, fact: Fact) => transition(state, fact, NOW).end;

  it('has its number, its status and its reason', () => {
    expect(endOf(states.released, facts['give up 2'])).toEqual({
      number: 1,
      status: 'failed',
      reason: 'retries-exhausted',
    });
    expect(endOf({ ...states.failed, ends: 1 }, facts['done 2'])).toEqual({
      number: 2,
      status: 'delivered',
      reason: null,
    });
    expect(endOf(states.held, facts.cancel)).toMatchObject({ number: 1, status: 'cancelled', reason: null });
  });

  it('comes when a subject is blocked, and again when the block ends by a delivery or a cancellation', () => {
    expect(endOf(states.released, facts['block 2'])).toMatchObject({ number: 1, status: 'failed' });
    expect(endOf({ ...states.blocking, ends: 1 }, facts['done 2'])).toMatchObject({ number: 2 });
    expect(endOf({ ...states.blocking, ends: 1 }, facts.cancel)).toMatchObject({ number: 2 });
    expect(endOf(states.blocking, facts['block lifted'])).toBeUndefined();
  });

  it('is none where the status stays', () => {
    expect(endOf(states['sent again'], facts['give up 2'])).toBeUndefined();
    expect(endOf(states.failed, facts['give up 2'])).toBeUndefined();
    expect(endOf(states.failed, facts.retry)).toBeUndefined();
    expect(endOf(states.released, facts['retry 2'])).toBeUndefined();
  });
});

describe('actions', () => {
  const actionsOf = (state: InvocationState, fact: Fact): string[] =>
    transition(state, fact, NOW).actions.map(({ kind }) => kind);
  const ordered: InvocationState = { ...states.scheduled, orderingKey: 'k' };

  it('shows a row and stores its body when its delivery record arrives', () => {
    expect(actionsOf(states.hidden, facts['delivery 2'])).toEqual(['store-body', 'make-visible']);
    expect(actionsOf(states.hidden, facts['body lost'])).toEqual(['make-visible']);
  });

  it('asks for the slot when an ordered invocation arrives or is retried after its end', () => {
    expect(actionsOf(unknownInvocation, facts.ordered)).toEqual([
      'store-body',
      'make-visible',
      'request-slot',
    ]);
    expect(actionsOf({ ...states.failed, orderingKey: 'k' }, facts.retry)).toEqual(['request-slot']);
    expect(actionsOf(ordered, facts.retry)).toEqual([]);
  });

  it('keeps the slot when it is given up and blocks, until it is cancelled, delivered, or its block is lifted', () => {
    const current: InvocationState = { ...states.released, orderingKey: 'k' };
    expect(actionsOf(current, facts['block 2'])).toEqual([]);
    expect(actionsOf(states.blocking, facts.retry)).toEqual([]);
    for (const fact of ['cancel', 'done 1', 'done 2', 'block lifted', 'expired'] as const)
      expect(actionsOf(states.blocking, facts[fact])).toEqual(['leave-slot']);
  });

  it('keeps why it has failed when its block ends, and blocks nothing when it was delivered before', () => {
    for (const fact of ['block lifted', 'expired'] as const)
      expect(transition(states.blocking, facts[fact], NOW).state.reason).toBe('retries-exhausted');
    const again: InvocationState = { ...states['sent again'], orderingKey: 'k' };
    expect(transition(again, facts['block 2'], NOW).state).toMatchObject({
      status: 'delivered',
      releaseState: null,
    });
  });

  it('takes the slot that its outcome names, where that is read before its own record', () => {
    const { state, actions } = transition(unknownInvocation, facts['block 2'], NOW);
    expect(actions).toEqual([{ kind: 'take-slot' }]);
    const shown = transition(state, facts.ordered, NOW);
    expect(shown.state).toMatchObject({ complete: true, releaseState: 'blocking', orderingKey: 'k' });
    expect(shown.actions.map(({ kind }) => kind)).toEqual(['store-body', 'make-visible']);
  });

  it('leaves the slot when it ends, waiting or current', () => {
    expect(actionsOf(states.held, facts.cancel)).toEqual(['leave-slot']);
    expect(actionsOf({ ...states.released, orderingKey: 'k' }, facts['give up 2'])).toEqual(['leave-slot']);
  });

  it('keeps the slot of a current invocation that its webhook holds', () => {
    expect(actionsOf({ ...states.released, orderingKey: 'k' }, facts['hold 2'])).toEqual([]);
    expect(actionsOf({ ...states.paused, orderingKey: 'k' }, facts['hold ended'])).toEqual([]);
    expect(actionsOf({ ...states.paused, orderingKey: 'k' }, facts.skipped)).toEqual(['leave-slot']);
  });

  it('takes the slot for a release that is out already', () => {
    expect(actionsOf(states.held, facts['slot granted'])).toEqual(['take-slot']);
    expect(actionsOf(states.held, facts['delivery 1'])).toEqual(['take-slot']);
    expect(actionsOf(states.released, facts.ordered)).toEqual(['take-slot']);
    expect(actionsOf(ordered, facts['lease 3'])).toEqual([]);
  });
});
