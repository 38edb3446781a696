import type { Zone } from './format-time.ts';

export const text = {
  zones: { utc: 'UTC', local: 'local time' } satisfies Record<Zone, string>,
};
