import { expect, it } from '@jest/globals';
import { verdictOf, type Verdict } from './verdict.ts';

it.each<[string, number, bigint, Verdict]>([
  ['no error', 0, 7n, 'appended'],
  ['a sequence number that is there already', 45, -1n, 'appended'],
  ['too few replicas before the append', 19, -1n, 'not-appended'],
  ['too few replicas after the append', 20, 7n, 'unknown'],
  ['replicas that did not follow in time', 7, 7n, 'unknown'],
  ['a broker that was no leader', 6, -1n, 'not-appended'],
  ['a leader that was deposed while it waited for replicas', 6, 7n, 'unknown'],
  ['a partition that is not there', 3, -1n, 'not-appended'],
  ['a disk that fails', 56, -1n, 'unknown'],
  ['a fault within the broker', -1, -1n, 'unknown'],
  ['a batch that is too large', 10, -1n, 'refused'],
  ['an invalid record', 87, -1n, 'refused'],
  ['a gap in the sequence', 46, -1n, 'unrecognised'],
  ['a producer id that is not known', 59, -1n, 'unrecognised'],
  ['an epoch that is over', 47, -1n, 'unrecognised'],
  ['a missing permission', 29, -1n, 'not-appended'],
  ['an error that is not known here', 999, -1n, 'not-appended'],
])('%s', (_what, errorCode, firstOffset, verdict) => {
  expect(verdictOf({ errorCode, firstOffset })).toBe(verdict);
});
