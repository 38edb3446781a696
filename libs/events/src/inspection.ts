import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The request header by which the inspector knows the requests that `delivery` has sent. */
export const INSPECTION_HEADER = 'casewire-inspection';

/** Long enough for one request to arrive, too short to be worth stealing. */
const LIFETIME_MS = 30_000;

const inspectionSchema = z.object({
  inspectorId: z.string(),
  tenantId: z.string(),
  webhookId: z.string(),
  /** Name of the event's family, which decides how an unset `signing` signs. */
  family: z.string(),
  invocationId: z.string(),
  /** Optional, like the next: a process of the version before does not say it. */
  eventType: z.string().exactOptional(),
  /** Whether its headers hold texts of the event. */
  isFilled: z.boolean().exactOptional(),
  attempt: z.int(),
  /** Headers of the request that hold secrets, by the name that is sent, as history shows them. */
  shownHeaders: z.record(z.string(), z.string()),
});

/** A request to an inspector, as `delivery` vouches for it. */
export type Inspection = z.infer<typeof inspectionSchema>;

const sealedSchema = inspectionSchema.extend({ sealedAt: z.int() });

/** @param now milliseconds since the epoch @returns the value of the header */
export function sealInspection(inspection: Inspection, now: number, internalKey: string): string {
  const text = Buffer.from(JSON.stringify({ ...inspection, sealedAt: now })).toString('base64url');
  return `${text}.${seal(text, internalKey)}`;
}

/** @returns undefined if the header is absent, was not made with the internal key, or is older than 30 s */
export function openInspection(
  header: string | undefined,
  now: number,
  internalKey: string,
): Inspection | undefined {
  const [text, given, ...more] = header?.split('.') ?? [];
  if (text === undefined || given === undefined || more.length > 0) return undefined;
  const expected = Buffer.from(seal(text, internalKey));
  const actual = Buffer.from(given);
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
  const { sealedAt, ...inspection } = sealedSchema.parse(
    JSON.parse(Buffer.from(text, 'base64url').toString()),
  );
  return Math.abs(now - sealedAt) <= LIFETIME_MS ? inspection : undefined;
}

function seal(text: string, internalKey: string): string {
  return createHmac('sha256', internalKey).update(`inspection:${text}`).digest('base64url');
}
