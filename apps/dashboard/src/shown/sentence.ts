/** A message of Casewire, which may begin in lower case and lack its full stop, as it stands by itself. */
export function sentence(message: string): string {
  const stop = /[.?!]$/.test(message) ? '' : '.';
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${stop}`;
}
