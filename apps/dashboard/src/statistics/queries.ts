import { queryOptions } from '@tanstack/react-query';
import { bodyOf } from '../api/api.ts';
import { useApi, usePlace } from '../app/place.ts';
import { ranges, type RangeName } from './ranges.ts';

/** Of one webhook, or of all. Whoever chooses another range sees the last one until it has come. */
export function useStatisticsQuery(range: RangeName, webhook?: string) {
  const api = useApi();
  const { tenant, environment } = usePlace();
  const { ms, pollMs } = ranges[range];
  const whose = [tenant, environment, 'statistics', webhook ?? 'all'];
  return queryOptions({
    queryKey: [...whose, range],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - ms).toISOString();
      const query = { from, ...(webhook !== undefined && { webhook }) };
      return bodyOf(api.GET('/v1/statistics', { params: { query }, signal }));
    },
    refetchInterval: pollMs,
    placeholderData: (last, query) =>
      String(query?.queryKey.slice(0, -1)) === String(whose) ? last : undefined,
  });
}
