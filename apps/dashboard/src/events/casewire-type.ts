/** Whether events of a type are Casewire's own. Nobody else publishes them, and no pattern with a `*` matches them. */
export function isCasewireType(type: string): boolean {
  return type.startsWith('casewire.');
}
