import { isCasewireType } from '@casewire/events';
import { compileSchema, families, familyOfType } from '@casewire/families';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { finalEvent, storyEvents } from './story.ts';
import { planWebhooks } from './webhooks.ts';

const run = { tenantId: 'demo', definitionId: 'mp0h897g68v', runtimeId: randomUUID() };
const events = storyEvents(run, randomUUID, new Date('2026-01-02T03:04:05.678Z'));

describe('the story', () => {
  it('is made of valid events of every family that may be published', () => {
    for (const event of events) {
      const { eventTypes } = familyOfType(event.type);
      const type = eventTypes.find((candidate) => candidate.type === event.type);
      expect(compileSchema(type?.schema ?? { not: {} })(event['data'])).toEqual([]);
    }
    const told = new Set(events.map(({ type }) => familyOfType(type).name));
    const tellers = families.filter(({ eventTypes }) => eventTypes.some(({ type }) => !isCasewireType(type)));
    expect(told).toEqual(new Set(tellers.map(({ name }) => name)));
  });

  it('has a fresh id for each event, and the end of the run at its end', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const ofRun = events.filter(({ workflowruntimeid }) => workflowruntimeid === run.runtimeId);
    expect(ofRun.at(-1)?.type).toBe(finalEvent.type);
  });

  it('has one event of each type that a webhook listens to', () => {
    for (const { events: listened } of planWebhooks(run)) {
      expect(listened.length).toBeGreaterThan(0);
      for (const type of listened) expect(events.filter((event) => event.type === type)).toHaveLength(1);
    }
  });
});
