import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  check,
  violationsOf,
  WINDOW_AFTER_MS,
  WINDOW_BEFORE_MS,
  type AcceptedEvent,
  type FaultRecord,
  type Log,
  type Receipt,
} from './checker.ts';
import type { Stream } from './streams.ts';

const START = 1_000_000;
const stream: Stream = {
  name: 'good',
  via: 'kafka',
  perSecond: 10,
  subjects: 3,
  isOrdered: true,
  isGood: true,
};
const troubled: Stream = { ...stream, name: 'troubled', isGood: false };

/** Ten events a second, each received 50 ms after its acceptance, and nothing wrong. */
function soundLog(count: number, faults: readonly FaultRecord[] = []): Log {
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
    invocations: accepted.map(({ id }) => ({
      stream: stream.name,
      eventId: id,
      eventUid: `uid of ${id}`,
      status: 'delivered',
      reason: null,
    })),
    faults,
  };
}

function receiptOf(eventId: string, receivedAt: number): Receipt {
  return { stream: stream.name, eventId, receivedAt, isGenuine: true };
}

/** The log with its receipts changed, in the order of their arrival again. */
function withReceipts(log: Log, change: (receipts: readonly Receipt[]) => readonly Receipt[]): Log {
  const receipts = change(log.receipts).toSorted((one, other) => one.receivedAt - other.receivedAt);
  return { ...log, receipts };
}

const size = fc.integer({ min: 10, max: 60 });
const planted = size.chain((count) => fc.tuple(fc.constant(count), fc.nat({ max: count - 4 })));

describe('the checker', () => {
  it('finds nothing wrong where nothing is, and counts what it saw', () => {
    fc.assert(
      fc.property(size, (count) => {
        const verdict = check(soundLog(count));
        expect(violationsOf(verdict)).toEqual([]);
        expect(verdict).toMatchObject({ accepted: count, delivered: count, failed: 0 });
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

  it('notices a loss that the history shows', () => {
    fc.assert(
      fc.property(
        planted,
        fc.constantFrom('pending', 'retrying', 'held', 'failed', 'cancelled'),
        ([count, index], status) => {
          const log = soundLog(count);
          const invocations = log.invocations.map((one, at) => (at === index ? { ...one, status } : one));
          expect(check({ ...log, invocations }).lost).toHaveLength(1);
          expect(check({ ...log, invocations: log.invocations.toSpliced(index, 1) }).lost).toHaveLength(1);
          const twice = [...log.invocations, ...log.invocations.slice(index, index + 1)];
          expect(check({ ...log, invocations: twice }).lost).toHaveLength(1);
        },
      ),
    );
  });

  it('notices a copy, unless a fault that can repeat was near', () => {
    fc.assert(
      fc.property(planted, fc.integer({ min: 1, max: 60_000 }), ([count, index], laterMs) => {
        const log = soundLog(count);
        const receivedAt = log.receipts[index]?.receivedAt ?? 0;
        const copied = withReceipts(log, (all) => [
          ...all,
          receiptOf(`event-${index}`, receivedAt + laterMs),
        ]);
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
        const late = receivedAt + WINDOW_BEFORE_MS + 1;
        expect(judge({ beganAt: late, endedAt: late }).unexplained).toHaveLength(1);
        const early = START + 100 * index - WINDOW_AFTER_MS - 1;
        expect(judge({ beganAt: early, endedAt: early }).unexplained).toHaveLength(1);
      }),
    );
  });

  it('notices more copies than a fault has met events', () => {
    const log = soundLog(10);
    const fault: FaultRecord = {
      kind: 'kill',
      target: 'delivery',
      beganAt: START - 60_000,
      endedAt: START - 7_990,
    };
    const copied = withReceipts(log, (all) => [
      ...all,
      ...Array.from({ length: 3 }, (_, index) => receiptOf('event-0', START + 2_000 + index)),
    ]);
    expect(violationsOf(check({ ...copied, faults: [fault] }))).toEqual([
      '3 copies by kill, which 1 events met',
    ]);
  });

  it('notices a swap within a subject, and none between subjects', () => {
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
        receipts: log.receipts.map((one) => ({ ...one, stream: name })),
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
    const late = withReceipts(
      soundLog(20, [
        faultAt(0, 1_000, 'kill broker'),
        faultAt(900, 1_500, 'kill database'),
        faultAt(3_000, 3_200, 'restart broker'),
        faultAt(3_300, 3_900, 'burst'),
      ]),
      (all) => all.map((one, at) => (at === 5 ? { ...one, receivedAt: START + 4_000 } : one)),
    );
    const verdict = check(late);
    expect(verdict.waitsMs.longest).toBe(4_000 - 505);
    expect(verdict.recovery).toMatchObject({ longestMs: 4_000 - 1_500 - 200 });
    expect(verdict.recovery.of).toMatch(/^good event-5, /);
  });
});
