import type { Statistics } from '../api/types.ts';
import type { RangeName } from './ranges.ts';

type Stretch = Statistics['total'];

const percentiles = { p50: 'p50', p95: 'p95', p99: 'p99' };

export const text = {
  title: 'Statistics',
  range: 'Time range',
  ranges: { '1h': '1 hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' } satisfies Record<
    RangeName,
    string
  >,
  steps: {
    '1m': 'Each step is a minute.',
    '5m': 'Each step is 5 minutes.',
    '15m': 'Each step is 15 minutes.',
    '1h': 'Each step is an hour.',
    '6h': 'Each step is 6 hours.',
    '1d': 'Each step is a day of UTC.',
  } satisfies Record<Statistics['step'], string>,
  partial: 'Counts are not complete (shaded) from',
  figures: {
    delivered: 'Delivered',
    failed: 'Failed',
    cancelled: (count: string) => `and ${count} cancelled`,
    rate: 'Success rate',
    rateHint: 'Delivered, of those delivered and failed.',
    waiting: 'Waiting now',
    waitingHint: 'On their way, or waiting for their time, a predecessor or their webhook.',
    atLeast: (count: string) => `${count} or more`,
    unknown: 'Could not be counted',
    attempt: 'Request time, p95',
    arrival: 'Delivery time, p95',
    median: (duration: string) => `p50 ${duration}`,
  },
  charts: {
    ended: {
      title: 'Deliveries',
      lead: 'By outcome, at the time they ended.',
      lines: { delivered: 'Delivered', failed: 'Failed', cancelled: 'Cancelled' } satisfies Record<
        keyof Stretch['ended'],
        string
      >,
    },
    successRate: {
      title: 'Success rate',
      lead: 'Delivered, of those delivered and failed.',
      lines: { successRate: 'Success rate' },
    },
    attempts: {
      title: 'Requests',
      lead: 'What became of each, in the step in which it began. Retries count too, test sends do not.',
      lines: {
        delivered: 'Delivered',
        'http-2xx': 'Answered 2xx, no success',
        'http-3xx': 'Answered 3xx',
        'http-4xx': 'Answered 4xx',
        'http-5xx': 'Answered 5xx',
        'http-other': 'Other answers',
        timeout: 'No answer in time',
        'connection-error': 'No connection',
        'tls-error': 'TLS failed',
        'dns-error': 'Name not found',
        'blocked-target': 'Address not allowed',
        'no-access-token': 'No access token',
        'not-sent': 'Not sent',
      } satisfies Record<keyof Stretch['attempts'], string>,
    },
    attemptMs: {
      title: 'Duration of requests',
      lead: 'Percentiles come from buckets: each is the upper bound of its bucket, and the time itself is up to 29 % lower.',
      lines: percentiles,
    },
    acceptedToDeliveredMs: {
      title: 'From acceptance to delivery',
      lead: 'By the same buckets. Retries and holds count in.',
      lines: percentiles,
    },
  },
  noPlot: 'This browser cannot draw charts. Show the numbers as a table.',
  asTable: 'Show as a table',
  asChart: 'Show as a chart',
  step: 'Step',
  whole: 'Total',
};
