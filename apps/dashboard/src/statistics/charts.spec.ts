import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Statistics } from '../api/types.ts';
import { chartsOf, isEmpty, stack } from './charts.ts';

const nothing: Statistics['total'] = {
  attempts: {},
  ended: { delivered: 0, failed: 0, cancelled: 0 },
  successRate: null,
  attemptMs: null,
  acceptedToDeliveredMs: null,
};

const busy: Statistics['total'] = {
  attempts: { delivered: 3, 'http-5xx': 1 },
  ended: { delivered: 3, failed: 1, cancelled: 0 },
  successRate: 0.75,
  attemptMs: { p50: 90.5, p95: 362, p99: 362 },
  acceptedToDeliveredMs: { p50: 128, p95: 512, p99: 512 },
};

function statisticsOf(...stretches: readonly Statistics['total'][]): Statistics {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 29, hour)).toISOString();
  return {
    ...{ step: '1h', from: at(0), to: at(stretches.length), partialFrom: null },
    ...{ waitingNow: 0, waitingAtLeast: false, total: stretches.includes(busy) ? busy : nothing },
    series: stretches.map((stretch, hour) => ({ ...stretch, at: at(hour) })),
  };
}

function linesOf(statistics: Statistics, id: string) {
  return chartsOf(statistics)
    .find((chart) => chart.id === id)
    ?.lines.map(({ name, values, total }) => [name, values, total]);
}

describe('the charts of statistics', () => {
  const statistics = statisticsOf(nothing, busy);

  it('have a value for each step, and the total', () => {
    expect(linesOf(statistics, 'ended')).toEqual([
      ['delivered', [0, 3], 3],
      ['failed', [0, 1], 1],
      ['cancelled', [0, 0], 0],
    ]);
    expect(linesOf(statistics, 'successRate')).toEqual([['successRate', [null, 0.75], 0.75]]);
    expect(linesOf(statistics, 'attemptMs')?.[1]).toEqual(['p95', [null, 362], 362]);
    expect(linesOf(statistics, 'acceptedToDeliveredMs')?.[0]).toEqual(['p50', [null, 128], 128]);
  });

  it('name the classes of requests that have occurred, and success always', () => {
    expect(linesOf(statistics, 'attempts')).toEqual([
      ['delivered', [0, 3], 3],
      ['http-5xx', [0, 1], 1],
    ]);
    expect(linesOf(statisticsOf(nothing), 'attempts')).toEqual([['delivered', [0], 0]]);
  });

  it('are empty only where nothing was sent, has ended or waits', () => {
    const quiet = statisticsOf(nothing);
    expect([isEmpty(quiet), isEmpty(statistics), isEmpty({ ...quiet, waitingNow: 1 })]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isEmpty({ ...quiet, waitingNow: null })).toBe(true);
  });
});

describe('stacked lines', () => {
  it('reach the sum of themselves and those below', () => {
    const steps = 4;
    const line = fc.array(fc.option(fc.nat(1_000)), { minLength: steps, maxLength: steps });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const stacked = stack(lines.map((values) => ({ values })));
        for (const [index, reached] of stacked.entries())
          expect(reached).toEqual(
            reached.map((_, step) =>
              lines.slice(0, index + 1).reduce((sum, each) => sum + (each[step] ?? 0), 0),
            ),
          );
        expect(stacked).toHaveLength(lines.length);
      }),
    );
  });
});
