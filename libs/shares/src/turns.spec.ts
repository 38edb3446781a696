import { environments } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holderKey, type Holder } from './holder.ts';
import { Shares } from './shares.ts';
import { Turns, type TurnVerdict } from './turns.ts';

const production = (tenantId: string): Holder => ({ tenantId, environment: 'production' });
const sandbox = (tenantId: string): Holder => ({ tenantId, environment: 'sandbox' });

function drain(turns: Turns<string>): string[] {
  return Array.from({ length: turns.size }, () => turns.next() ?? '');
}

describe('turns', () => {
  it('go round the tenants, however much one of them has', () => {
    const turns = new Turns<string>();
    for (let index = 1; index <= 4; index++) turns.add(sandbox('a'), `a${index}`);
    turns.add(sandbox('b'), 'b1');
    turns.add(sandbox('c'), 'c1');
    expect(drain(turns)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3', 'a4']);
  });

  it('of one tenant go to production first', () => {
    const turns = new Turns<string>();
    turns.add(sandbox('a'), 'sandbox 1');
    turns.add(sandbox('a'), 'sandbox 2');
    turns.add(sandbox('b'), 'other');
    turns.add(production('a'), 'production');
    expect(drain(turns)).toEqual(['production', 'other', 'sandbox 1', 'sandbox 2']);
  });

  it('pass over whoever may not go, who keeps its place', () => {
    const turns = new Turns<string>();
    for (const name of ['a1', 'a2']) turns.add(sandbox('a'), name);
    for (const name of ['b1', 'b2']) turns.add(sandbox('b'), name);
    expect(turns.next((item) => (item.startsWith('a') ? 'wait' : 'take'))).toBe('b1');
    expect(turns.next(() => 'wait')).toBeUndefined();
    expect(drain(turns)).toEqual(['a1', 'b2', 'a2']);
  });

  it('are not used up by what need not go any more', () => {
    const turns = new Turns<string>();
    for (const name of ['gone', 'a1', 'a2']) turns.add(sandbox('a'), name);
    turns.add(sandbox('b'), 'b1');
    const next = () => turns.next((item) => (item === 'gone' ? 'drop' : 'take'));
    expect([next(), next(), next(), next()]).toEqual(['a1', 'b1', 'a2', undefined]);
    expect(turns.size).toBe(0);
  });

  it('of a holder begin with what is given back to it', () => {
    const turns = new Turns<string>();
    turns.add(sandbox('a'), 'a2');
    turns.addFirst(sandbox('a'), 'a1');
    turns.add(sandbox('b'), 'b1');
    expect(drain(turns)).toEqual(['a1', 'b1', 'a2']);
  });
});

interface Work {
  readonly holder: Holder;
  /** Turns of others between its becoming the first of its tenant that may go, and its own. */
  passedBy: string[];
}

describe('a pool that is shared in turns, whatever comes and ends', () => {
  const tenants = ['a', 'b', 'c', 'd'];
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('arrive' as const),
      tenantId: fc.constantFrom(...tenants),
      environment: fc.constantFrom(...environments),
      count: fc.integer({ min: 1, max: 40 }),
    }),
    fc.record({ kind: fc.constant('end' as const), which: fc.nat(1_000) }),
  );

  it('is never overdrawn, takes a newcomer at once while anything is free, and lets nobody wait for longer than a round', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(step, { maxLength: 120 }), (size, steps) => {
        const shares = new Shares(size);
        const turns = new Turns<Work>();
        const running: Work[] = [];
        const waiting = new Set<Work>();
        const start = (): void => {
          const mayGo = (_: Work, holder: Holder): TurnVerdict =>
            shares.mayTake(holderKey(holder)) ? 'take' : 'wait';
          for (let work = turns.next(mayGo); work !== undefined; work = turns.next(mayGo)) {
            const { tenantId } = work.holder;
            expect(shares.take(holderKey(work.holder))).toBe(true);
            expect(new Set(work.passedBy).size).toBe(work.passedBy.length);
            waiting.delete(work);
            running.push(work);
            for (const other of waiting) {
              if (other.holder.tenantId === tenantId) other.passedBy = [];
              else if (shares.mayTake(holderKey(other.holder))) other.passedBy.push(tenantId);
              else other.passedBy = [];
            }
          }
        };
        for (const each of steps) {
          if (each.kind === 'arrive') {
            const holder = { tenantId: each.tenantId, environment: each.environment };
            const startsAtOnce = shares.free > 0 && shares.heldBy(holderKey(holder)) === 0;
            for (let index = 0; index < each.count; index++) {
              const work: Work = { holder, passedBy: [] };
              waiting.add(work);
              turns.add(holder, work);
            }
            start();
            if (startsAtOnce) expect(shares.heldBy(holderKey(holder))).toBeGreaterThan(0);
          } else if (running.length > 0) {
            const [ended] = running.splice(each.which % running.length, 1);
            if (ended !== undefined) shares.giveBack(holderKey(ended.holder));
            start();
          }
          expect(running.length).toBe(size - shares.free);
          expect(running.length).toBeLessThanOrEqual(size);
        }
      }),
    );
  });
});
