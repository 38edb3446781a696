import { expect, it } from '@jest/globals';
import type { FetchResponse } from '../wire/fetch-response.ts';
import { readingFetch } from './fetches.ts';
import type { Call } from './internals.ts';

const NOT_LEADER = 6;
const OUT_OF_RANGE = 1;
const NOT_AUTHORIZED = 29;

function partition(number: number, errorCode = 0) {
  return {
    partition: number,
    errorCode,
    highWatermark: '0',
    abortedTransactions: [],
    preferredReadReplica: -1,
    messages: [],
  };
}

/** What is passed on to kafkajs of an answer, and what is told. */
async function parsed(...partitions: ReturnType<typeof partition>[]) {
  const told: string[] = [];
  const call: Call = {
    request: {
      apiKey: 1,
      apiName: 'Fetch',
      apiVersion: 11,
      encode: () => Promise.reject(new Error('unused')),
    },
    response: {
      decode: () => Promise.reject(new Error('unused')),
      parse: (answer) => Promise.resolve(answer),
    },
  };
  const { response } = readingFetch(call, {
    onLeadersMoved: () => told.push('leaders moved'),
    onOutOfRange: ({ topic, partition: number }) => told.push(`${topic}/${number} out of range`),
  });
  const answer: FetchResponse = {
    throttleTime: 0,
    clientSideThrottleTime: 0,
    responses: [{ topicName: 'spec', partitions }],
  };
  const passed = (await response.parse(answer)) as FetchResponse;
  return { told, passed: passed.responses.flatMap((each) => each.partitions.map((one) => one.partition)) };
}

it('leaves out partitions whose leader moves, and passes the others on', async () => {
  expect(await parsed(partition(0), partition(1, NOT_LEADER), partition(2))).toEqual({
    told: ['leaders moved'],
    passed: [0, 2],
  });
});

it('tells of a position outside the log, which kafkajs would commit over', async () => {
  expect(await parsed(partition(0, OUT_OF_RANGE), partition(1))).toEqual({
    told: ['spec/0 out of range'],
    passed: [1],
  });
});

it('passes on what does not pass by itself', async () => {
  expect(await parsed(partition(0, NOT_AUTHORIZED))).toEqual({ told: [], passed: [0] });
});
