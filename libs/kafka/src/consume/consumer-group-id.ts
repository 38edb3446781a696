/** Id of a service's consumer group, for instance `casewire.delivery`. */
export function consumerGroupId(prefix: string, service: string): string {
  return prefix + service;
}
