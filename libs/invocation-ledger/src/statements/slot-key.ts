/** What ordered invocations share: one of them is released at a time. */
export interface SlotKey {
  readonly webhookId: string;
  readonly orderingKey: string;
}

/** Key of a slot in maps. */
export function slotName({ webhookId, orderingKey }: SlotKey): string {
  return `${webhookId}\n${orderingKey}`;
}

/** The slots as two arrays, for `unnest`. */
export function slotArrays(keys: readonly SlotKey[]): [string[], string[]] {
  return [keys.map(({ webhookId }) => webhookId), keys.map(({ orderingKey }) => orderingKey)];
}
