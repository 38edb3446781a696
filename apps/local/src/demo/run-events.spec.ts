import { compileSchema, familyNamed } from '@casewire/families';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { runEvents } from './run-events.ts';
import { planWebhooks } from './webhooks.ts';

const run = { tenantId: 'demo', definitionId: 'mp0h897g68v', runtimeId: randomUUID() };
const events = runEvents(run, randomUUID, new Date('2026-01-02T03:04:05.678Z'));

describe('the story of a run', () => {
  it('is made of valid events of its family', () => {
    for (const event of events) {
      const type = familyNamed('ballerine')?.eventTypes.find((candidate) => candidate.type === event.type);
      if (type === undefined) throw new Error(`${event.type} is not in the catalogue`);
      expect(compileSchema(type.schema)(event['data'])).toEqual(compileSchema(type.schema)(type.example));
    }
  });

  it('has a fresh id for each event', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('reaches the webhooks as often as they say', () => {
    for (const { settings, expected, name } of planWebhooks(run)) {
      const patterns = settings['events'] as string[];
      const matching = events.filter(({ type }) =>
        patterns.some((pattern) =>
          pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
        ),
      );
      expect({ name, count: matching.length }).toEqual({ name, count: expected });
    }
  });
});
