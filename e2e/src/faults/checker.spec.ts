import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { check, violationsOf } from './checker.ts';
import { WINDOW_AFTER_MS, WINDOW_BEFORE_MS } from './copies.ts';
import type { AcceptedEvent, FaultRecord, Log, Receipt, Restraint, ShownReplay } from './log.ts';
import { SETTLED_MS } from './restraints.ts';
import type { Stream } from './streams.ts';

const START = 1_000_000;
const stream: Stream = {
  name: 'good',
  via: 'kafka',
  perSecond: 10,
  subjects: 3,
  isOrdered: true,
  role: 'steady',
};
const troubled: Stream = { ...stream, name: 'troubled', role: 'troubled' };

/** Ten events a second, each received 50 ms after its acceptance, and nothing wrong. */
function soundLog(count: number, more: Partial<Log> = {}): Log {
  const accepted = Array.from({ length: count }, (_, index): AcceptedEvent => {
    const publishedAt = START + 100 * index;
    return {
      stream: stream.name,
      id: `event-${index}`,
      subject: `subject-${index % stream.subjects}`,
      place: Math.floor(index / stream.subjects),
      publishedAt,
      acceptedAt: publishedAt + 5,
    };
  });
  return {
    streams: [stream, troubled],
    accepted,
    receipts: accepted.map(({ id, acceptedAt }) => receiptOf(id, acceptedAt + 50)),
    invocations: accepted.map(({ id, acceptedAt }) => ({
      stream: stream.name,
      id: invocationOf(id),
      eventId: id,
      eventUid: `uid of ${id}`,
      acceptedAt,
      status: 'delivered',
      reason: null,
      copyOf: null,
    })),
    faults: [],
    restraints: [],
    replays: [],
    cancelled: new Set(),
    ...more,
  };
}

function invocationOf(eventId: string): string {
  return `invocation of ${eventId}`;
}

function receiptOf(eventId: string, receivedAt: number, more: Partial<Receipt> = {}): Receipt {
  const invocationId = invocationOf(eventId);
  return { stream: stream.name, eventId, invocationId, receivedAt, isGenuine: true, isTaken: true, ...more };
}

/** The log with its receipts changed, in the order of their arrival again. */
function withReceipts(log: Log, change: (receipts: readonly Receipt[]) => readonly Receipt[]): Log {
  const receipts = change(log.receipts).toSorted((one, other) => one.receivedAt - other.receivedAt);
  return { ...log, receipts };
}

function withMore(log: Log, ...more: Receipt[]): Log {
  return withReceipts(log, (all) => [...all, ...more]);
}

/** The log with an invocation that the history shows otherwise. */
function withEnd(log: Log, eventId: string, status: string): Log {
  const invocations = log.invocations.map((one) => (one.eventId === eventId ? { ...one, status } : one));
  return { ...log, invocations };
}

const size = fc.integer({ min: 10, max: 60 });
const planted = size.chain((count) => fc.tuple(fc.constant(count), fc.nat({ max: count - 4 })));

describe('the checker', () => {
  it('finds nothing wrong where nothing is, and counts what it saw', () => {
    fc.assert(
      fc.property(size, (count) => {
        const verdict = check(soundLog(count));
        expect(violationsOf(verdict)).toEqual([]);
        expect(verdict).toMatchObject({ accepted: count, delivered: count, failed: 0, cancelled: 0 });
        expect(verdict.waitsMs).toEqual({ p50: 50, p99: 50, longest: 50 });
      }),
      { numRuns: 20 },
    );
  });

  it('notices a loss that the receiver sees', () => {
    fc.assert(
      fc.property(planted, ([count, index]) => {
        const lossy = withReceipts(soundLog(count), (all) => all.toSpliced(index, 1));
        expect(check(lossy).lost).toEqual([`good event-${index} (0 receipts, history: delivered)`]);
      }),
    );
  });

  it('notices a delivery that the receiver never took', () => {
    const refused = withReceipts(soundLog(10), (all) =>
      all.map((one, at) => (at === 4 ? { ...one, isTaken: false } : one)),
    );
    expect(check(refused).lost).toEqual(['good event-4 (1 receipts, history: delivered)']);
  });

  it('notices a loss that the history shows', () => {
    fc.assert(
      fc.property(
        planted,
        fc.constantFrom('pending', 'retrying', 'held', 'failed', 'cancelled'),
        ([count, index], status) => {
          const log = soundLog(count);
          expect(check(withEnd(log, `event-${index}`, status)).lost).toHaveLength(1);
          expect(check({ ...log, invocations: log.invocations.toSpliced(index, 1) }).lost).toHaveLength(1);
          const twice = [...log.invocations, ...log.invocations.slice(index, index + 1)];
          expect(check({ ...log, invocations: twice }).lost).toHaveLength(1);
        },
      ),
    );
  });

  it('takes a cancellation for an end where the customer has asked for it, and nowhere else', () => {
    const cancelled = new Set([invocationOf('event-4')]);
    const log = withReceipts(soundLog(10, { cancelled }), (all) => all.toSpliced(4, 1));
    const verdict = check(withEnd(log, 'event-4', 'cancelled'));
    expect(verdict).toMatchObject({ delivered: 9, cancelled: 1, lost: [] });
    expect(check(withEnd(log, 'event-5', 'cancelled')).lost).toHaveLength(2);
  });

  it('notices a wrong signature, and an event that nobody published', () => {
    fc.assert(
      fc.property(planted, fc.boolean(), ([count, index], isForeign) => {
        const forged = withReceipts(soundLog(count), (all) =>
          isForeign
            ? [...all, receiptOf('foreign', START)]
            : all.map((one, at) => (at === index ? { ...one, isGenuine: false } : one)),
        );
        expect(check(forged).forged).toEqual([isForeign ? 'good foreign' : `good event-${index}`]);
      }),
    );
  });

  it('takes a documented failure for an end where the receiver was in trouble, and nowhere else', () => {
    const judge = (name: string, reason: string) => {
      const log = soundLog(10);
      return check({
        ...log,
        accepted: log.accepted.map((one) => ({ ...one, stream: name })),
        receipts: log.receipts.map((one) => ({ ...one, stream: name, isTaken: false })),
        invocations: log.invocations.map((one) => ({ ...one, stream: name, status: 'failed', reason })),
      });
    };
    expect(judge('troubled', 'retries-exhausted')).toMatchObject({ failed: 10, lost: [] });
    expect(judge('troubled', 'unprocessable').lost).toHaveLength(10);
    expect(judge('good', 'retries-exhausted').lost).toHaveLength(10);
  });

  it('measures the longest wait, and how much of it nothing was broken', () => {
    const faultAt = (beganAt: number, endedAt: number, kind: FaultRecord['kind']): FaultRecord => ({
      kind,
      target: '',
      beganAt: START + beganAt,
      endedAt: START + endedAt,
    });
    const faults = [
      faultAt(0, 1_000, 'kill broker'),
      faultAt(900, 1_500, 'kill database'),
      faultAt(3_000, 3_200, 'restart broker'),
      faultAt(3_300, 3_900, 'burst'),
      faultAt(3_300, 3_900, 'pause'),
    ];
    const late = withReceipts(soundLog(20, { faults }), (all) =>
      all.map((one, at) => (at === 5 ? { ...one, receivedAt: START + 4_000 } : one)),
    );
    const verdict = check(late);
    expect(verdict.waitsMs.longest).toBe(4_000 - 505);
    expect(verdict.recovery).toMatchObject({ longestMs: 4_000 - 1_500 - 200 });
    expect(verdict.recovery.of).toMatch(/^good event-5, /);
    const managed = { ...late, streams: [{ ...stream, role: 'managed' as const }] };
    expect(check(managed)).toMatchObject({ waitsMs: { longest: 0 }, recovery: { longestMs: 0 } });
  });
});

describe('order', () => {
  it('is broken by a swap within a subject, and by none between subjects', () => {
    fc.assert(
      fc.property(planted, fc.integer({ min: 1, max: 3 }), ([count, index], distance) => {
        const swapped = withReceipts(soundLog(count), (all) => {
          const [one, other] = [all[index], all[index + distance]];
          if (one === undefined || other === undefined) return all;
          return all
            .with(index, { ...one, receivedAt: other.receivedAt })
            .with(index + distance, { ...other, receivedAt: one.receivedAt });
        });
        expect(check(swapped).disordered).toHaveLength(distance === stream.subjects ? 1 : 0);
      }),
    );
  });

  /** The fourth event of a subject comes after the first was refused, and before it was taken. */
  const overtaken = withReceipts(soundLog(10), (all) => [
    ...all.map((one, at) => (at === 0 ? { ...one, isTaken: false } : one)),
    receiptOf('event-0', START + 5_000),
  ]);

  it('is broken by what arrives before its predecessor was taken, whenever that was tried first', () => {
    expect(check(overtaken).disordered).toEqual([
      expect.stringMatching(/^good event-3 .* arrived before event-0 /),
      expect.stringMatching(/^good event-6 .* arrived before event-0 /),
      expect.stringMatching(/^good event-9 .* arrived before event-0 /),
    ]);
    const waited = withReceipts(overtaken, (all) =>
      all.map((one) =>
        ['event-3', 'event-6', 'event-9'].includes(one.eventId)
          ? { ...one, receivedAt: one.receivedAt + 60_000 }
          : one,
      ),
    );
    expect(check(waited).disordered).toEqual([]);
  });

  it('is not broken by what follows one that was given up, or that its customer has cancelled', () => {
    const cancelled = new Set([invocationOf('event-0')]);
    expect(check({ ...overtaken, cancelled }).disordered).toEqual([]);
    const mayFail = { ...overtaken, streams: [{ ...stream, role: 'troubled' as const }] };
    expect(check(mayFail).disordered).toEqual([]);
  });
});

describe('copies', () => {
  it('need a fault that can repeat and was near', () => {
    fc.assert(
      fc.property(planted, fc.integer({ min: 1, max: 60_000 }), ([count, index], laterMs) => {
        const log = soundLog(count);
        const receivedAt = log.receipts[index]?.receivedAt ?? 0;
        const copied = withMore(log, receiptOf(`event-${index}`, receivedAt + laterMs));
        const judge = (fault: Partial<FaultRecord>) =>
          check({
            ...copied,
            faults: [
              { kind: 'kill', target: 'delivery', beganAt: receivedAt, endedAt: receivedAt, ...fault },
            ],
          });
        expect(check(copied).unexplained).toHaveLength(1);
        expect(judge({}).copies[0]?.copies).toBe(1);
        expect(violationsOf(judge({}))).toEqual([]);
        expect(judge({ target: 'gateway' }).unexplained).toHaveLength(1);
        expect(judge({ kind: 'burst', target: '' }).unexplained).toHaveLength(1);
        expect(judge({ kind: 'replay all', target: 'good' }).unexplained).toHaveLength(1);
        const late = receivedAt + WINDOW_BEFORE_MS + 1;
        expect(judge({ beganAt: late, endedAt: late }).unexplained).toHaveLength(1);
        const early = START + 100 * index - WINDOW_AFTER_MS - 1;
        expect(judge({ beganAt: early, endedAt: early }).unexplained).toHaveLength(1);
      }),
    );
  });

  it('are not more than a fault has met events', () => {
    const fault: FaultRecord = {
      kind: 'kill',
      target: 'delivery',
      beganAt: START - 60_000,
      endedAt: START - 7_990,
    };
    const copies = [0, 1, 2].map((ms) => receiptOf('event-0', START + 2_000 + ms));
    expect(violationsOf(check(withMore(soundLog(10, { faults: [fault] }), ...copies)))).toEqual([
      '3 copies by kill, which 1 events met',
    ]);
  });

  it('are no retries: those follow a refusal', () => {
    const refused = receiptOf('event-0', START + 20, { isTaken: false });
    expect(violationsOf(check(withMore(soundLog(10), refused)))).toEqual([]);
    const again = withMore(soundLog(10), refused, receiptOf('event-0', START + 90_000));
    expect(check(again).unexplained).toHaveLength(1);
  });
});

describe('a replay', () => {
  const replay: ShownReplay = {
    stream: stream.name,
    id: 'replay-1',
    state: 'finished',
    selection: 'all',
    newIds: false,
    since: START,
    until: START + 60_000,
    createdAt: START + 60_000,
    started: 2,
    waiting: 0,
  };
  const again = (eventId: string, more: Partial<Receipt> = {}) =>
    receiptOf(eventId, replay.createdAt + 1_000, more);
  const afterReplay = (changes: Partial<ShownReplay>, ...receipts: Receipt[]): Log =>
    withMore(soundLog(10, { replays: [{ ...replay, ...changes }] }), ...receipts);

  it('explains that what it is about comes once more', () => {
    const log = afterReplay({}, again('event-0'), again('event-4'));
    expect(violationsOf(check(log))).toEqual([]);
    expect(check(log).replayed.get('good')).toBe(2);
    expect(check({ ...log, replays: [] }).unexplained).toHaveLength(2);
    expect(check(withMore(log, receiptOf('event-4', START + 90_000))).unexplained).toHaveLength(1);
  });

  it.each<[string, Partial<ShownReplay>]>([
    ['of another stream', { stream: 'troubled' }],
    ['of a later time', { since: START + 60_000 }],
    ['of an earlier time', { until: START }],
    ['of what is missing', { selection: 'missing', started: 0 }],
    ['that came after it', { createdAt: START + 120_000 }],
    ['that makes copies', { newIds: true, started: 0 }],
  ])('%s explains nothing', (_title, changes) => {
    expect(check(afterReplay(changes, again('event-0'))).unexplained).toHaveLength(1);
  });

  it('is about what Casewire accepted in its time, however long that waited on Kafka', () => {
    const late = START + 30_000;
    const log = afterReplay({ since: late, started: 1 }, again('event-0'));
    const invocations = log.invocations.map((one) =>
      one.eventId === 'event-0' ? { ...one, acceptedAt: late } : one,
    );
    expect(check(log).unexplained).toHaveLength(1);
    expect(check({ ...log, invocations }).unexplained).toEqual([]);
  });

  it('is exposed to faults anew', () => {
    const fault: FaultRecord = {
      kind: 'kill',
      target: 'delivery',
      beganAt: replay.createdAt + 1_500,
      endedAt: replay.createdAt + 1_600,
    };
    const log = afterReplay({}, again('event-0'), receiptOf('event-0', replay.createdAt + 3_000));
    const verdict = check({ ...log, faults: [fault] });
    expect(violationsOf(verdict)).toEqual([]);
    expect(verdict.copies).toEqual([{ fault, copies: 1, exposed: 1 }]);
    const early = { ...fault, beganAt: START + 30_000, endedAt: START + 31_000 };
    expect(check({ ...log, faults: [early] }).unexplained).toHaveLength(1);
  });

  describe('with new ids', () => {
    const copy = {
      stream: stream.name,
      id: 'copy',
      eventId: 'event-0',
      eventUid: 'uid',
      acceptedAt: START,
      reason: null,
    };
    const made = (status: string, log: Log): Log => ({
      ...log,
      invocations: [...log.invocations, { ...copy, status, copyOf: invocationOf('event-0') }],
    });
    const copied = afterReplay({ newIds: true, started: 1 }, again('event-0', { invocationId: 'copy' }));

    it('explains one copy of each event, which the history shows', () => {
      const verdict = check(made('delivered', copied));
      expect(violationsOf(verdict)).toEqual([]);
      expect(verdict.copied).toBe(1);
      const another = again('event-0', { invocationId: 'another' });
      expect(check(made('delivered', withMore(copied, another))).unexplained).toEqual([
        'good event-0 under the id another',
      ]);
    });

    it('loses none of them', () => {
      expect(check(made('held', copied)).lost).toHaveLength(1);
      expect(check(made('delivered', afterReplay({ newIds: true, started: 1 }))).lost).toHaveLength(1);
      expect(check(copied).lost).toHaveLength(1);
    });

    it('makes as many as it says', () => {
      expect(check(copied).misreplayed).toEqual(['replays of good made 0 copies, and count 1']);
    });
  });

  it.each<[string, Partial<ShownReplay>, string]>([
    ['never ends', { state: 'running' }, 'is still running'],
    ['ends too early', { waiting: 1 }, 'has ended before 1 of its deliveries'],
    ['sends what is not missing', { selection: 'missing' }, 'sent 2 that were not missing'],
  ])('goes wrong that %s', (_title, changes, text) => {
    expect(check(afterReplay(changes)).misreplayed).toEqual([`the replay replay-1 of good ${text}`]);
  });

  it('goes wrong that sends more than it says', () => {
    const log = afterReplay({ started: 1 }, again('event-0'), again('event-4'));
    expect(check(log).misreplayed).toEqual(['replays of good sent 2 deliveries again, and count 1']);
  });
});

describe('a webhook that is paused', () => {
  const restraint: Restraint = {
    stream: stream.name,
    why: 'paused',
    perSecond: 0,
    from: START,
    until: START + 20_000,
  };
  /** One of the ten events arrives so long after the pause began. */
  const arriving = (afterMs: number, more: Partial<Log> = {}): Log =>
    withReceipts(soundLog(10, { restraints: [restraint], ...more }), (all) =>
      all.with(9, receiptOf('event-9', START + afterMs)),
    );

  it('gets nothing until the end is asked for, beyond what was under way', () => {
    expect(check(arriving(SETTLED_MS)).excesses).toEqual([]);
    expect(check(arriving(20_000)).excesses).toEqual([]);
    expect(check(arriving(SETTLED_MS + 1)).excesses).toEqual([
      'good got 1 requests from 1970-01-01T00:16:52.000Z to 1970-01-01T00:17:00.000Z while it was paused, and should have got 0 at most (event-9)',
    ]);
  });

  it('loses nothing that is late', () => {
    expect(violationsOf(check(arriving(120_000)))).toEqual([]);
  });

  it('gets what a process of delivery had taken that was stopped, once that goes on', () => {
    const stop = {
      kind: 'stop',
      target: 'delivery',
      beganAt: START + 1_000,
      endedAt: START + 7_000,
    } as const;
    const stopped = (fault: Partial<FaultRecord>) =>
      check(arriving(SETTLED_MS + 6_000, { faults: [{ ...stop, ...fault }] })).excesses;
    expect(stopped({})).toEqual([]);
    expect(stopped({ target: 'history' })).toHaveLength(1);
    expect(stopped({ kind: 'kill' })).toHaveLength(1);
    expect(stopped({ beganAt: START - 10_000, endedAt: START + 5_000 })).toHaveLength(1);
  });

  it('is another one than that of a neighbour', () => {
    expect(check(arriving(13_000, { restraints: [{ ...restraint, stream: 'troubled' }] })).excesses).toEqual(
      [],
    );
  });
});

it('a webhook that has a rate gets no more than that, and what a few seconds save up', () => {
  const restraint: Restraint = {
    stream: stream.name,
    why: 'limited',
    perSecond: 5,
    from: START - SETTLED_MS,
    until: START + 4_000,
  };
  // Ten a second.
  const during = (until: number) =>
    check(soundLog(60, { restraints: [{ ...restraint, until: START + until }] })).excesses;
  expect(during(2_000)).toEqual([]);
  expect(during(4_000)).toEqual([expect.stringMatching(/^good got 40 requests .* 35 at most/)]);
});
