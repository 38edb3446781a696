import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './metrics.ts';

describe('createMetrics', () => {
  it('exposes counters, gauges and histograms with the service as a label', async () => {
    const metrics = createMetrics('matching');
    metrics.counter('casewire_events_total', 'Events.', ['outcome']).inc({ outcome: 'matched' }, 2);
    metrics.gauge('casewire_lag', 'Lag.', ['topic'], (gauge) => {
      gauge.set({ topic: 'accepted' }, 7);
    });
    metrics.histogram('casewire_seconds', 'Time.', [], [1, 2]).observe(1.5);
    const lines = (await metrics.registry.metrics()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'casewire_events_total{outcome="matched",service="matching"} 2',
        'casewire_lag{topic="accepted",service="matching"} 7',
        'casewire_seconds_bucket{le="1",service="matching"} 0',
        'casewire_seconds_bucket{le="2",service="matching"} 1',
      ]),
    );
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_seconds'))).toBe(true);
  });
});
