import type { Fact } from '@casewire/invocation-state';

/** The key of a slot that a fact may put an invocation into whose row does not name it yet. */
export function namedSlot(fact: Fact): string | undefined {
  if (fact.kind === 'ordered-seen') return fact.orderingKey;
  return fact.kind === 'outcome' && fact.next.kind === 'give-up' ? fact.next.blocks : undefined;
}

/** After these facts, the current invocation of a slot is still its current one. */
const slotKeepingFacts = new Set<Fact['kind']>([
  'attempt-recorded',
  'leased',
  'release-acknowledged',
  'lease-expired',
  'rate-changed',
  'due-on-hold',
  'chosen-as-probe',
  'hold-ended',
]);

/** Most records belong to a first release, which moves no slot: their slots need not be looked up. */
export function mayMoveSlot(fact: Fact): boolean {
  if (fact.kind === 'delivery-seen') return fact.release > 1;
  return !slotKeepingFacts.has(fact.kind);
}
