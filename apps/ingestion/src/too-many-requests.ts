import { Problem } from '@casewire/rest';

/** The answer to a request of a tenant that has its share of the requests that are worked on. */
export function tooManyRequests(): Problem {
  return new Problem('overloaded', {
    detail: 'the tenant has its share of requests under way: wait for answers before sending more',
    headers: { 'retry-after': '1' },
  });
}
