const HOUR_SECONDS = 3_600;

/** How long sessions last, in seconds: without a request, and altogether. */
export const sessionSeconds = {
  tenant: { idle: 8 * HOUR_SECONDS, total: 24 * HOUR_SECONDS },
  operator: { idle: HOUR_SECONDS / 2, total: 8 * HOUR_SECONDS },
} as const;

/** For how long a reason lets the operator do more than read in the view of a tenant, in seconds. */
export const unlockedViewSeconds = 15 * 60;

/** For how long a portal link can be used, in seconds. */
export const linkSeconds = { min: 60, default: HOUR_SECONDS, max: 7 * 24 * HOUR_SECONDS } as const;
