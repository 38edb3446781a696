import { z } from 'zod';
import { decodeAcceptedRecord, encodeAcceptedHeaders, type AcceptedEvent } from './accepted-event.ts';
import { stringMapSchema } from './delivery-record.ts';

/** What ingestion says of an event that another service asks about. Nothing of it is stored. */
const judgedEventSchema = z.discriminatedUnion('kind', [
  /** Headers and value as they would be on `accepted.v1`. */
  z.object({ kind: z.literal('accepted'), headers: stringMapSchema, value: z.base64() }),
  z.object({ kind: z.literal('rejected'), reason: z.string(), path: z.string(), message: z.string() }),
]);

export type JudgedEvent =
  | { readonly kind: 'accepted'; readonly event: AcceptedEvent }
  | Extract<z.infer<typeof judgedEventSchema>, { kind: 'rejected' }>;

/** The JSON form of a judged event. */
export function encodeJudgedEvent(judged: JudgedEvent): z.infer<typeof judgedEventSchema> {
  if (judged.kind === 'rejected') return judged;
  const { event } = judged;
  return { kind: 'accepted', headers: encodeAcceptedHeaders(event), value: event.data.toString('base64') };
}

/** @throws ZodError, MalformedRecordError if the text is not what `encodeJudgedEvent` made */
export function decodeJudgedEvent(json: string): JudgedEvent {
  const judged = judgedEventSchema.parse(JSON.parse(json));
  if (judged.kind === 'rejected') return judged;
  return {
    kind: 'accepted',
    event: decodeAcceptedRecord({ ...judged.headers }, Buffer.from(judged.value, 'base64')),
  };
}
