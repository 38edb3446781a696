/** What a check has read in a document, and what it has found wrong with it. */
export const sensitive: readonly string[] = ['/checks/*/data', '/checks/*/errors', '/checks/*/warnings'];

/** Nothing says what these hold. */
export const undescribedIsSensitive: readonly string[] = ['/*'];
