import { describe, expect, it } from '@jest/globals';
import type { InspectedEvent } from '../api/types.ts';
import { noReceiversInWords, outcomeInWords } from './outcome.ts';

const none = { delivered: 0, failed: 0, cancelled: 0, waiting: 0 };
const upstream = 'workflow.completed';
const own = 'casewire.webhook.failing';

describe('what became of an event', () => {
  it.each([
    [upstream, {}, 'No webhook got it yet'],
    [own, {}, 'For webhooks that name it'],
    [own, { delivered: 1 }, '1 delivered'],
    [upstream, { delivered: 3 }, '3 delivered'],
    [
      upstream,
      { delivered: 2, failed: 1, waiting: 4, cancelled: 1 },
      '1 failed, 4 waiting, 2 delivered, 1 cancelled',
    ],
  ])('of type %s, with %j, is told as %s', (type, some, words) => {
    expect(outcomeInWords(type, { ...none, ...some })).toBe(words);
  });
});

describe('an event that nobody got', () => {
  const why: InspectedEvent['why'] = [{ webhookId: 'w', matched: false, why: 'its events do not name it' }];

  it.each<[string, string, InspectedEvent['why'], RegExp]>([
    ['is a matter of the webhooks that are there', upstream, why, /^No webhook got this event\.$/],
    ['may have been meant for the other environment', upstream, [], /there is none in Sandbox\..*other/],
    ["is for webhooks that name its type, if it is Casewire's own", own, why, /only to webhooks that name/],
    ['asks for no other environment, if it is so', own, [], /only to webhooks that name/],
  ])('%s', (_what, type, webhooks, words) => {
    expect(noReceiversInWords({ type, why: webhooks }, 'Sandbox')).toMatch(words);
  });
});
