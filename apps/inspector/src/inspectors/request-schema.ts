import { isUtf8 } from 'node:buffer';
import { uuidTimestampMs } from '@casewire/events';
import type { InspectedRequest } from '@casewire/inspector-store';
import { hiddenSchema, maskBody, maskHeader, maskUrl } from '@casewire/masking';
import type { MaskingFacts } from '@casewire/subscription-store';
import { z } from 'zod';
import type { SignatureFailure } from '../receive/check-signature.ts';
import { signatureSchema, toSignatureView } from './signature-view.ts';

export const requestSchema = z.object({
  id: z.uuid(),
  arrivedAt: z.iso.datetime(),
  webhookId: z.uuid(),
  invocationId: z.uuid().describe('Of a test send, an id that the history does not have.'),
  attempt: z.int(),
  method: z.string(),
  path: z.string().describe('With the query.'),
  headers: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .describe('In their order. `[redacted]`, or `{secret.NAME}`, stands where a secret was sent.'),
  body: z.object({
    encoding: z.enum(['text', 'hex']).describe('`hex` where the bytes are no UTF-8.'),
    content: z.string().describe('The first 256 KiB. Empty where all of it is hidden.'),
  }),
  hidden: hiddenSchema,
  bodyBytes: z.int().describe('Size of the whole body. One beyond 256 KiB was answered 413.'),
  signature: signatureSchema,
  answered: z.int().describe('The status of the answer.'),
});

export type RequestView = z.infer<typeof requestSchema>;

export function toRequestView(request: InspectedRequest): RequestView {
  const { id, arrivedAt, webhookId, invocationId, attempt, method, target, headers } = request;
  return {
    ...{ id, webhookId, invocationId, attempt, method },
    arrivedAt: arrivedAt.toISOString(),
    path: target,
    headers: headers.map(([name, value]) => ({ name, value })),
    body: toBodyView(request.body),
    bodyBytes: request.bodyBytes,
    signature: toSignatureView(request.scheme, request.failure as SignatureFailure | null),
    answered: request.answered,
  };
}

/** A request as a session sees it. */
export function toMaskedView(request: InspectedRequest, { originOf }: MaskingFacts): RequestView {
  const { eventType, webhookId, invocationId, isFilled, target, headers, body } = request;
  // The id of an invocation holds the time at which its event was accepted. No type has an empty name.
  const origin = originOf(eventType ?? '', webhookId, uuidTimestampMs(invocationId));
  const { bytes, hidden } = maskBody(body, origin);
  const shown = {
    ...request,
    target: maskUrl(target, false),
    headers: headers.map(([name, value]) => [name, maskHeader(name, value, isFilled)] as const),
    body: bytes ?? Buffer.alloc(0),
  };
  const isElsewhere = shown.target !== target || JSON.stringify(shown.headers) !== JSON.stringify(headers);
  const all = hidden ?? (isElsewhere ? 'parts' : undefined);
  return { ...toRequestView(shown), ...(all !== undefined && { hidden: all }) };
}

function toBodyView(bytes: Buffer): RequestView['body'] {
  return isUtf8(bytes)
    ? { encoding: 'text', content: bytes.toString('utf8') }
    : { encoding: 'hex', content: bytes.toString('hex') };
}
