import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { atIntervals, createMetrics, type MetricDefinition, type MetricName } from './metrics.ts';

const definition = (name: MetricName): MetricDefinition<never> => ({
  name,
  unit: 'records',
  meaning: `What ${name} means.`,
  badValue: 'None.',
});

const linesOf = async (metrics: ReturnType<typeof createMetrics>) => (await metrics.text()).split('\n');

describe('createMetrics', () => {
  it('exposes counters, gauges and histograms with the service as a label', async () => {
    const metrics = createMetrics('matching');
    metrics
      .counter({ ...definition('casewire_events_total'), labels: { outcome: 'how it ended' } })
      .inc({ outcome: 'matched' }, 2);
    metrics.gauge({ ...definition('casewire_lag'), labels: { topic: 'its name' } }, (gauge) => {
      gauge.set({ topic: 'accepted' }, 7);
    });
    metrics.histogram({ ...definition('casewire_seconds'), buckets: [1, 2] }).observe(1.5);
    const lines = await linesOf(metrics);
    expect(lines).toEqual(
      expect.arrayContaining([
        '# HELP casewire_lag What casewire_lag means.',
        'casewire_events_total{outcome="matched",service="matching"} 2',
        'casewire_lag{topic="accepted",service="matching"} 7',
        'casewire_seconds_bucket{le="1",service="matching"} 0',
        'casewire_seconds_bucket{le="2",service="matching"} 1',
      ]),
    );
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_seconds'))).toBe(true);
  });

  it('keeps the definitions in order, with their kind', () => {
    const metrics = createMetrics('matching');
    metrics.histogram(definition('casewire_seconds'));
    metrics.counter(definition('casewire_events_total'));
    metrics.gauge(definition('casewire_lag'));
    expect(metrics.defined).toEqual([
      { ...definition('casewire_seconds'), kind: 'histogram' },
      { ...definition('casewire_events_total'), kind: 'counter' },
      { ...definition('casewire_lag'), kind: 'gauge' },
    ]);
  });

  it('begins to count at 0 where the values of all labels are known', async () => {
    const metrics = createMetrics('matching');
    metrics.counter({ ...definition('casewire_closed_total'), labels: { one: ['a', 'b'], two: ['c'] } });
    metrics.counter({ ...definition('casewire_open_total'), labels: { one: ['a', 'b'], two: 'anything' } });
    const samples = (await linesOf(metrics)).filter((line) => line.startsWith('casewire_'));
    expect(samples).toEqual([
      'casewire_closed_total{one="a",two="c",service="matching"} 0',
      'casewire_closed_total{one="b",two="c",service="matching"} 0',
    ]);
  });
});

describe('figures that cost queries', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are asked for every five seconds at most, and stay while the question fails', async () => {
    jest.useFakeTimers();
    const metrics = createMetrics('history');
    const answers = [() => 1, () => Promise.reject<number>(new Error('away')), () => 3];
    const collect = atIntervals(async (gauge) => {
      gauge.set((await answers.shift()?.()) ?? NaN);
    });
    metrics.gauge(definition('casewire_lag'), collect);
    const shown: string[] = [];
    for (const passMs of [0, 4_999, 1, 5_000]) {
      jest.advanceTimersByTime(passMs);
      shown.push(...(await linesOf(metrics)).filter((line) => line.startsWith('casewire_lag')));
    }
    expect(shown.map((line) => line.at(-1))).toEqual(['1', '1', '1', '3']);
  });
});
