/** The end of an id of Casewire's. Its beginning is the time at which it was made, which neighbours in a list share. */
export function shortId(id: string): string {
  return `…${id.slice(-8)}`;
}
