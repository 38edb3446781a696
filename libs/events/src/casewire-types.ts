/** Begins the types of Casewire's own events, such as one about a failed invocation. Nobody else may publish them. */
export const CASEWIRE_TYPE_PREFIX = 'casewire.';

export function isCasewireType(type: string): boolean {
  return type.startsWith(CASEWIRE_TYPE_PREFIX);
}
