import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BITMAP_CAPACITY } from './completion-bitmap.ts';
import type { OffsetCommit } from './offset-tracker.ts';
import { partitionAt, recordAt } from './testing.fixture.ts';

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('read' as const), count: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('complete' as const), pick: fc.nat(10_000) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'commit' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'skip' as const }) },
);

describe('what is committed of a partition', () => {
  it('never passes an incomplete offset, and nothing that a commit remembers is handed over again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let commit: OffsetCommit = { offset: 0, metadata: '' };
        let state = partitionAt(commit);
        let log = 0;
        const gaps = new Set<number>();
        const completed = new Set<number>();
        let remembered = new Set<number>();
        for (const { kind, ...options } of steps) {
          if (kind === 'skip') gaps.add(log++);
          if (kind === 'read') {
            const from = state.tracker.next;
            log = Math.max(log, from + ('count' in options ? options.count : 1));
            for (let offset = from; offset < log; offset++) {
              if (gaps.has(offset)) continue;
              const isQueued = state.offer(recordAt(offset), 1) === 'queued';
              expect(isQueued).toBe(!remembered.has(offset));
              expect(state.offer(recordAt(offset), 1)).toBe('known');
            }
          }
          if (kind === 'complete' && state.queue.length > 0) {
            const turns = ('pick' in options ? options.pick : 0) % state.queue.length;
            for (let turn = 0; turn < turns; turn++) {
              const entry = state.queue.shift();
              if (entry !== undefined) state.queue.push(entry);
            }
            const entry = state.queue.shift();
            if (entry === undefined) throw new Error('the queue is not empty');
            state.complete(entry);
            completed.add(Number(entry.record.offset));
          }
          if (kind === 'commit') {
            const next = state.nextCommit();
            if (next === undefined) continue;
            commit = next.commit;
            next.acknowledge();
            remembered = new Set(completed);
            for (let offset = 0; offset < commit.offset; offset++) {
              expect(completed.has(offset) || gaps.has(offset)).toBe(true);
            }
          }
          if (kind === 'crash') state = partitionAt(commit);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads no further ahead than a commit can remember', () => {
    const state = partitionAt({ offset: 0, metadata: '' });
    const [first] = [state.offer(recordAt(0), 1)];
    expect(first).toBe('queued');
    const stuck = state.queue.shift();
    for (let offset = 1; offset <= BITMAP_CAPACITY; offset++) {
      expect(state.offer(recordAt(offset), 1)).toBe('queued');
      const entry = state.queue.shift();
      if (entry !== undefined) state.complete(entry);
    }
    expect(state.isFull).toBe(true);
    expect(state.offer(recordAt(BITMAP_CAPACITY + 1), 1)).toBe('too-far');
    const commit = state.nextCommit()?.commit ?? { offset: -1, metadata: '' };
    const successor = partitionAt(commit);
    const handedOver = Array.from({ length: BITMAP_CAPACITY + 1 }, (_, offset) => offset).filter(
      (offset) => successor.offer(recordAt(offset), 1) === 'queued',
    );
    expect(handedOver).toEqual([0]);
    if (stuck !== undefined) state.complete(stuck);
    expect(state.hasRoom).toBe(true);
    expect(state.offer(recordAt(BITMAP_CAPACITY + 1), 1)).toBe('queued');
  });

  it('tells of a record that was not completed although thousands behind it were', () => {
    const state = partitionAt({ offset: 0, metadata: '' });
    for (let offset = 0; offset <= BITMAP_CAPACITY; offset++) {
      state.offer(recordAt(offset), 1);
      const entry = state.queue.shift();
      expect(entry?.isStraggler).toBe(false);
      const isLeft = offset % 1_000 === 0;
      if (entry !== undefined && !isLeft) state.complete(entry);
    }
    const successor = partitionAt(state.nextCommit()?.commit ?? { offset: -1, metadata: '' });
    for (let offset = 0; offset <= BITMAP_CAPACITY; offset++) successor.offer(recordAt(offset), 1);
    const left = successor.queue.toArray();
    expect(left).toHaveLength(Math.ceil((BITMAP_CAPACITY + 1) / 1_000));
    for (const { record, isStraggler } of left)
      expect(isStraggler).toBe(Number(record.offset) < (BITMAP_CAPACITY * 3) / 4);
  });

  it('frees what it took exactly once, also when it is released', () => {
    const state = partitionAt({ offset: 5, metadata: '' });
    for (const offset of [5, 6, 7]) state.offer(recordAt(offset), 10);
    const entry = state.queue.shift();
    if (entry === undefined) throw new Error('nothing was queued');
    state.complete(entry);
    state.complete(entry);
    expect(state.load).toEqual({ records: 2, bytes: 20 });
    state.release();
    state.complete(entry);
    expect(state.load).toEqual({ records: 0, bytes: 0 });
  });

  it('knows from the group whether somebody else has committed meanwhile', () => {
    const state = partitionAt({ offset: 5, metadata: '' });
    expect(state.isLastCommittedHere({ offset: 5, metadata: '' })).toBe(true);
    expect(state.isLastCommittedHere(undefined)).toBe(false);
    expect(state.isLastCommittedHere({ offset: 6, metadata: '' })).toBe(false);
    state.tracker.passTo(9);
    state.nextCommit();
    expect(state.isLastCommittedHere({ offset: 9, metadata: '' })).toBe(true);
  });

  it('never lowers the mark of a store that was restored', () => {
    const state = partitionAt({ offset: 50, metadata: '' }, 20n);
    state.tracker.passTo(60);
    expect(state.nextCommit()?.commit).toEqual({ offset: 50, metadata: '' });
    state.storedPosition = 70n;
    state.tracker.passTo(70);
    expect(state.nextCommit()?.commit.offset).toBe(70);
  });
});
