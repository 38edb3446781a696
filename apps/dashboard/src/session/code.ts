let taken = '';

/**
 * Takes the code out of the fragment of the address, before any request is made: the address bar, the history and
 * screenshots hold it no longer.
 * @returns empty where there is none
 */
export function takeCode(): string {
  const { hash, pathname } = window.location;
  if (hash.length > 1) {
    taken = hash.slice(1);
    window.history.replaceState(window.history.state, '', pathname);
  }
  return taken;
}
