import { describe, expect, it } from '@jest/globals';
import type { AcceptedEvent } from '@casewire/events';
import { endsRun, stateTellingTypes, stateToldBy } from './run-facts.ts';

function event(type: string, data: object): AcceptedEvent {
  return {
    uid: 'u',
    acceptedAt: 1,
    attributes: {
      id: 'e',
      source: '/s',
      type,
      time: '2024-10-24T13:42:25Z',
      tenantid: 't',
      environment: 'sandbox',
    },
    data: Buffer.from(JSON.stringify(data)),
  };
}

describe('the state that an event tells', () => {
  it('is read from the members that its family names', () => {
    expect(stateToldBy(event('workflow.state.changed', { state: 'review', previousState: 'draft' }))).toEqual(
      {
        state: 'review',
        previousState: 'draft',
      },
    );
  });

  it('may leave the previous one open', () => {
    const { previousState, state } = stateToldBy(
      event('workflow.state.changed', { state: 'review', previousState: null }),
    ) ?? { state: '' };
    expect([state, previousState]).toEqual(['review', undefined]);
  });

  it('is none for types that tell none, and where it is left out', () => {
    expect(stateToldBy(event('workflow.completed', { state: 'review' }))).toBeUndefined();
    expect(stateToldBy(event('workflow.state.changed', {}))).toBeUndefined();
    expect(stateToldBy(event('own.type', { state: 'review' }))).toBeUndefined();
  });

  it('is told by types that are known beforehand', () => {
    expect(stateTellingTypes).toContain('workflow.state.changed');
  });
});

describe('the end of a run', () => {
  it('follows from the type', () => {
    expect([endsRun('workflow.completed'), endsRun('workflow.state.changed'), endsRun('own.type')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
