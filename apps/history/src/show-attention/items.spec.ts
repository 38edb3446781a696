import type { RejectedCount } from '@casewire/event-store';
import type { BlockedSubjects, UnhandledFailures } from '@casewire/invocation-ledger';
import type { TroubledWebhook } from '@casewire/subscription-store';
import { describe, expect, it } from '@jest/globals';
import { byHost, itemOfBlocked, itemOfFailures, itemOfRejected, itemOfWebhook, type Item } from './items.ts';

const webhookId = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728';
const older = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0729';
const newer = '01a1fc0f-cb7f-7aee-998b-fd37dc6a0730';
const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

function troubled(changed: Partial<TroubledWebhook>): Item {
  const facts = { since: new Date(), lastFailure: 'http-503', oldestHeld: older };
  const webhook = { id: webhookId, name: null, url: 'https://a.example/hook' };
  const item = itemOfWebhook({ ...scope, ...webhook, trouble: 'unavailable', ...facts, ...changed });
  if (item === undefined) throw new Error('nothing waits for it');
  return item;
}

const blocked = (changed: Partial<BlockedSubjects>) =>
  itemOfBlocked({ ...scope, webhookId, count: 1, oldestId: older, ...changed });

function failed(changed: Partial<UnhandledFailures>): Item {
  const webhook = { webhookId, name: null, url: 'https://a.example/hook' };
  const facts = { class: 'http-400', count: 1, since: new Date(), isSendable: true };
  return itemOfFailures({ ...scope, id: 'a', ...webhook, ...facts, ...changed });
}

const rejected = (changed: Partial<RejectedCount>) =>
  itemOfRejected({ ...scope, reason: 'empty', count: 1, oldestId: older, newestId: older, ...changed });

/** What the operator sees of items. */
const merged = (items: readonly Item[]) => byHost(items).map(({ id }) => id);

describe('the id of what needs a person', () => {
  it.each([
    [
      'another invocation is the oldest that is held, after another failure',
      troubled({}),
      troubled({ oldestHeld: newer, lastFailure: 'timeout' }),
    ],
    ['another invocation blocks the most', blocked({}), blocked({ oldestId: newer, count: 2 })],
    ['what is left of a failure group has no body', failed({}), failed({ isSendable: false, count: 2 })],
    ['another event is rejected for the same reason', rejected({}), rejected({ newestId: newer, count: 2 })],
  ])('stays the same when %s', (_when, before, after) => {
    expect(after.id).toBe(before.id);
  });

  it.each([
    ['webhooks', troubled({}), troubled({ id: newer })],
    ['kinds of trouble of a webhook', troubled({}), blocked({})],
    ['failure groups of a webhook', failed({}), failed({ id: 'b' })],
    ['reasons of rejected events', rejected({}), rejected({ reason: 'invalid-json' })],
    ['environments', rejected({}), rejected({ environment: 'production' })],
    ['tenants', rejected({}), rejected({ tenantId: 'globex' })],
    [
      'places, of which one is unknown',
      rejected({ tenantId: 'sandbox', environment: null }),
      rejected({ tenantId: null, environment: 'sandbox' }),
    ],
  ])('differs for two %s', (_what, one, other) => {
    expect(other.id).not.toBe(one.id);
  });

  it('is that of the receiver where webhooks are one item, whichever of them comes first', () => {
    const [one, other] = [troubled({}), troubled({ id: newer })];
    const elsewhere = troubled({ url: 'https://b.example/hook' });
    expect(merged([one, other])).toHaveLength(1);
    expect(merged([other])).toEqual(merged([one, other]));
    expect(merged([one, elsewhere])).toHaveLength(2);
  });
});
