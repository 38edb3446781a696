import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { levelOf, levels, scopeKeyOf, scopeKeysCovering } from './level.ts';
import { selectWebhooks } from './select-webhooks.ts';

const stateNames = fc.constantFrom(null, ['approved']);
const candidates = fc.array(fc.record({ id: fc.uuid(), level: fc.constantFrom(...levels), stateNames }));

describe('selectWebhooks', () => {
  it('gives an event to each matching webhook under the additive rule', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        expect(selectWebhooks(all, 'additive')).toEqual(all);
      }),
    );
  });

  it('takes the event from the customer level exactly when a more specific one matches', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const byName = all.filter((webhook) => webhook.stateNames === null);
        const isOverridden = byName.some(({ level }) => level !== 'customer');
        expect(selectWebhooks(byName, 'override-per-event')).toEqual(
          byName.filter(({ level }) => !isOverridden || level !== 'customer'),
        );
      }),
    );
  });

  it('neither lets webhooks that listen to states override others, nor lets others override them', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const selected = new Set(selectWebhooks(all, 'override-per-event'));
        const ofStates = all.filter((webhook) => webhook.stateNames !== null);
        const byName = all.filter((webhook) => webhook.stateNames === null);
        expect(ofStates.filter((webhook) => selected.has(webhook))).toEqual(ofStates);
        expect(byName.filter((webhook) => selected.has(webhook))).toEqual(
          selectWebhooks(byName, 'override-per-event'),
        );
      }),
    );
  });
});

describe('levels', () => {
  const ids = fc.record({
    definitionId: fc.option(fc.string(), { nil: undefined }),
    runtimeId: fc.option(fc.string(), { nil: undefined }),
  });

  it('put a webhook that names a definition and a run at the runtime level', () => {
    expect(levelOf({ definitionId: 'kyb', runtimeId: 'run-1' })).toBe('runtime');
    expect(levelOf({ definitionId: 'kyb' })).toBe('definition');
    expect(levelOf({ definitionId: null, runtimeId: null })).toBe('customer');
  });

  it('cover an event exactly when every id that decides the webhook level agrees', () => {
    fc.assert(
      fc.property(ids, ids, (webhook, event) => {
        const agrees = {
          customer: true,
          definition: webhook.definitionId === event.definitionId,
          runtime: webhook.runtimeId === event.runtimeId,
        }[levelOf(webhook)];
        expect(scopeKeysCovering(event).includes(scopeKeyOf(webhook))).toBe(agrees);
      }),
    );
  });

  it('do not confuse a definition with a run of the same id', () => {
    expect(scopeKeysCovering({ runtimeId: 'x' })).not.toContain(scopeKeyOf({ definitionId: 'x' }));
  });
});
