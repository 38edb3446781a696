import type { DueInvocation } from '@casewire/invocation-ledger';
import { unknownInvocation } from '@casewire/invocation-state';
import { describe, expect, it } from '@jest/globals';
import { ReleaseShares } from './release-shares.ts';

type Reason = 'lane-full' | 'backlog' | null;

function due(tenantId: string, index: number, reason: Reason = 'lane-full'): DueInvocation {
  return {
    id: `${tenantId}${index}`,
    tenantId,
    environment: 'production',
    webhookId: 'wh-1',
    hold: null,
    probe: null,
    state: { ...unknownInvocation, reason },
    bodyBytes: 1,
  };
}

const many = (tenantId: string, count: number, reason?: null) =>
  Array.from({ length: count }, (_, index) => due(tenantId, index + 1, reason));

const released = (tenantId: string, count: number) =>
  ({ tenantId, environment: 'production', released: count }) as const;

const idsOf = (invocations: readonly DueInvocation[]) => invocations.map(({ id }) => id);

const choose = (shares: ReleaseShares, due: readonly DueInvocation[]) => shares.choose(due, 500);

describe('what is released next', () => {
  it('is taken from the tenants in turns', () => {
    const shares = new ReleaseShares(100);
    expect(idsOf(choose(shares, [...many('a', 3), ...many('b', 2)]))).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('is of what came back for want of room no more than the share of the places', () => {
    const shares = new ReleaseShares(16);
    expect(choose(shares, many('a', 20))).toHaveLength(12);
    expect(choose(shares, many('a', 20))).toEqual([]);
    expect(choose(shares, many('b', 20))).toHaveLength(3);
  });

  it('is nothing that came back for want of room while as much is out already, and all that is due otherwise', () => {
    const shares = new ReleaseShares(16);
    shares.note([released('a', 500), released('b', 1)]);
    expect(idsOf(choose(shares, [...many('a', 2), ...many('b', 1), due('a', 9, null)]))).toEqual([
      'a9',
      'b1',
    ]);
  });

  it('is of a backlog no more than the share of the places either', () => {
    const shares = new ReleaseShares(16);
    const backlog = many('a', 20).map(({ tenantId }, index) => due(tenantId, index, 'backlog'));
    expect(choose(shares, backlog)).toHaveLength(12);
  });

  it('is chosen from fewer while any of them waits for room, since rounds look often then', () => {
    const shares = new ReleaseShares(16);
    const { candidates } = shares;
    choose(shares, many('a', 1));
    expect(shares.candidates).toBeLessThan(candidates);
    choose(shares, many('a', 1, null));
    expect(shares.candidates).toBe(candidates);
  });

  it('has room again when what is out has ended', () => {
    const shares = new ReleaseShares(16);
    shares.note([released('a', 12)]);
    expect(choose(shares, many('a', 2))).toEqual([]);
    shares.note([released('a', 11)]);
    expect(idsOf(choose(shares, many('a', 2)))).toEqual(['a1']);
  });
});

describe('room for what a replay releases', () => {
  it('is the share of the tenant, less what it has out already', () => {
    const shares = new ReleaseShares(16);
    shares.note([released('a', 7)]);
    expect(shares.takeRoom({ tenantId: 'a', environment: 'production' }, 3)).toBe(3);
    expect(shares.takeRoom({ tenantId: 'a', environment: 'production' }, 10)).toBe(2);
    expect(shares.takeRoom({ tenantId: 'a', environment: 'production' }, 10)).toBe(0);
    expect(shares.takeRoom({ tenantId: 'b', environment: 'production' }, 10)).toBe(3);
  });
});
