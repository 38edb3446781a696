/** Checks of URLs that a tenant may ask for in a minute and environment: with more of them, networks could be searched for open ports. */
export const MAX_URL_CHECKS = 10;
