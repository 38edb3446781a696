import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Webhook } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { formatDuration } from '../time/format-time.ts';
import { Time } from '../time/time.tsx';
import { describeHealth } from './describe-health.ts';
import { useHealthQuery } from './queries.ts';
import { text } from './text.ts';

/** What attempts have shown of a webhook. */
export function HealthFacts({ webhook }: { readonly webhook: Webhook }) {
  const place = usePlace();
  const { data: health } = useQuery(useHealthQuery(webhook.id));
  const facts: Facts =
    health === undefined
      ? []
      : [
          [text.detail.lastSuccess, <Time key="success" at={health.lastSuccessAt} withAge />],
          [
            text.detail.lastFailure,
            health.lastFailureAt === null ? undefined : (
              <>
                <Time at={health.lastFailureAt} withAge /> ·{' '}
                <Foreign wrap>{health.lastFailure ?? ''}</Foreign>
              </>
            ),
          ],
          [
            text.detail.failingSince,
            health.failingSince === null ? undefined : <Time at={health.failingSince} />,
          ],
          [text.detail.nextProbe, health.nextProbeAt === null ? undefined : <Time at={health.nextProbeAt} />],
          [text.detail.average, health.averageMs === null ? undefined : formatDuration(health.averageMs)],
        ];
  return (
    <>
      <CardHeader title={text.detail.health} lead={describeHealth(webhook, health)}>
        <Anchor
          fz="sm"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/t/$tenant/$environment/failures"
              params={place}
              search={{ webhook: webhook.id }}
            />
          )}
        >
          {text.detail.failures}
        </Anchor>
      </CardHeader>
      <FactTable facts={facts} />
    </>
  );
}
