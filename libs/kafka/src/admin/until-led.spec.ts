import { describe, expect, it } from '@jest/globals';
import { KafkaJSProtocolError } from 'kafkajs';
import { untilLed } from './until-led.ts';

const unknown = { type: 'UNKNOWN_TOPIC_OR_PARTITION', code: 3, retriable: true };
const refused = { type: 'TOPIC_AUTHORIZATION_FAILED', code: 29, retriable: false };

/** A broker that gives these answers, one after the other, and the last one from then on. */
function broker(...answers: (typeof unknown | undefined)[]) {
  const asked: string[][] = [];
  return {
    asked,
    fetchTopicMetadata: ({ topics = [] }: { topics?: string[] } = {}) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(topics);
      if (answer === undefined) return Promise.resolve({ topics: [] });
      return Promise.reject(new KafkaJSProtocolError(Object.assign(new Error(answer.type), answer)));
    },
  };
}

describe('topics that were made', () => {
  it('are asked for again while the broker has not heard of them', async () => {
    const { asked, fetchTopicMetadata } = broker(unknown, unknown, undefined);
    await untilLed({ fetchTopicMetadata }, ['a', 'b']);
    expect(asked).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it.each([
    ['it refuses them', refused, undefined],
    ['their time is over', unknown, 0],
  ])('are not asked for again when %s', async (_, answer, deadlineMs) => {
    const { asked, fetchTopicMetadata } = broker(answer, undefined);
    await expect(untilLed({ fetchTopicMetadata }, ['a'], deadlineMs)).rejects.toThrow(answer.type);
    expect(asked).toHaveLength(1);
  });
});
