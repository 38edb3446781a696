/** Weeks in which a claim is looked for besides the current one: 30 days and the rest of a week. */
export const CLAIM_WEEKS_KEPT = 5;
