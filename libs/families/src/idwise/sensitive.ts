/** The number by which the platform knows a person. Many use that of an identity card. */
export const sensitive: readonly string[] = ['/referenceNo'];

/** Nothing says what these hold. */
export const undescribedIsSensitive: readonly string[] = ['/*'];
