import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useApi, usePlace } from '../app/place.ts';
import { readRejected, rejectedKey } from './queries.ts';
import { text } from './text.ts';

/** Leads to rejected events with a subject, if there are any: what somebody misses may be one of them. */
export function RejectedOfSubject({ subject }: { readonly subject: string }) {
  const api = useApi();
  const place = usePlace();
  const { data } = useQuery({
    queryKey: rejectedKey(place, 'of', subject),
    queryFn: ({ signal }) => readRejected(api, { subject })({ limit: 1 }, signal),
  });
  if (data === undefined || data.data.length === 0) return null;
  return (
    <Anchor
      renderRoot={(props) => (
        <Link {...props} to="/t/$tenant/$environment/rejected" params={place} search={{ subject }} />
      )}
    >
      {text.detail.rejectedOfSubject}
    </Anchor>
  );
}
