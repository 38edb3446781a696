import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the address of an event's data stands for: the data of one event, as one webhook may have it. */
export interface AddressedData {
  readonly webhookId: string;
  readonly eventUid: string;
}

/** Makes the address at which a receiver fetches the data of an event. */
export type DataUrlOf = (data: AddressedData) => string;

/** The path below which such addresses are. */
const PATH = '/v1/data/';

/** Makes addresses that `openDataAddress` recognises. @param publicUrl where clients reach the gateway */
export function dataUrls(publicUrl: string, internalKey: string): DataUrlOf {
  const base = publicUrl.replace(/\/+$/, '') + PATH;
  return (data) => base + sealDataAddress(data, internalKey);
}

/** The last part of an address. It never changes, so the bodies that hold it do not. Its seal proves that Casewire made it. */
export function sealDataAddress({ webhookId, eventUid }: AddressedData, internalKey: string): string {
  const named = `${webhookId}.${eventUid}`;
  return `${named}.${seal(named, internalKey)}`;
}

/** @returns undefined if the text is no such part, or the seal is not ours */
export function openDataAddress(text: string, internalKey: string): AddressedData | undefined {
  const [webhookId, eventUid, given, ...more] = text.split('.');
  if (webhookId === undefined || eventUid === undefined || given === undefined || more.length > 0)
    return undefined;
  const expected = Buffer.from(seal(`${webhookId}.${eventUid}`, internalKey));
  const actual = Buffer.from(given);
  const isOurs = actual.length === expected.length && timingSafeEqual(actual, expected);
  return isOurs ? { webhookId, eventUid } : undefined;
}

function seal(named: string, internalKey: string): string {
  return createHmac('sha256', internalKey).update(`data:${named}`).digest('base64url');
}
