import { isUtf8 } from 'node:buffer';
import { objectMembers, trimJson } from '@casewire/events';
import { z } from 'zod';
import { writeJsonArray, writeJsonObject } from '../json-writer.ts';
import { family } from './family.ts';
import { utcTimestamp } from './utc-timestamp.ts';

/** An invocation, as far as the history shows it. */
export interface DataspikeInvocation {
  readonly id: string;
  readonly webhookId: string;
  readonly eventType: string;
  /** RFC 3339, as upstream wrote it; null where it is not known. */
  readonly eventTime: string | null;
  /** Stands for an `eventTime` that cannot be read. */
  readonly acceptedAt: Date;
  /** The body that is sent; null where it could not be rendered. */
  readonly body: Buffer | null;
  readonly isSandbox: boolean;
  readonly attempts: number;
  /** True where no attempt will follow. */
  readonly isFinished: boolean;
  /** Of the last attempt; null where there was no answer. */
  readonly responseCode: number | null;
  readonly lastAttemptAt: Date | null;
}

/** Dataspike's code for an answer that never came. */
const NO_ANSWER = 599;

const historySchema = z.object({
  data: z.array(
    z.object({
      id: z.uuid(),
      webhook_id: z.string(),
      event_type: z.string(),
      payload: z.unknown(),
      timestamp: z.string().nullable(),
      is_sandbox: z.boolean(),
      attempts: z.int(),
      response_code: z.int().optional().describe('Absent while pending; 599 if there was no answer.'),
      last_attempt_at: z.iso.datetime().optional(),
    }),
  ),
  has_next: z.boolean(),
});

/** Dataspike's "Webhook History": the invocations of this family, oldest first. */
export const dataspikeHistory = {
  family: family.name,
  defaultLimit: 10,
  schema: historySchema,

  /** The page as JSON text, payloads byte for byte as they are sent. */
  write(invocations: readonly DataspikeInvocation[], hasNext: boolean): Buffer {
    return writeJsonObject([
      ['data', writeJsonArray(invocations.map(writeInvocation))],
      ['has_next', hasNext],
    ]);
  },
};

function writeInvocation(invocation: DataspikeInvocation): Buffer {
  const { isFinished, responseCode } = invocation;
  return writeJsonObject([
    ['id', invocation.id],
    ['webhook_id', invocation.webhookId],
    ['event_type', invocation.eventType],
    ['payload', invocation.body === null ? Buffer.from('null') : sentPayload(invocation.body, invocation.id)],
    ['timestamp', shownTime(invocation) ?? null],
    ['is_sandbox', invocation.isSandbox],
    ['attempts', invocation.attempts],
    ['response_code', isFinished ? (responseCode ?? NO_ANSWER) : undefined],
    ['last_attempt_at', printed(invocation.lastAttemptAt)],
  ]);
}

/** Undefined if the row has no time that can be printed. */
function shownTime({ eventTime, acceptedAt }: DataspikeInvocation): string | undefined {
  try {
    return eventTime === null ? printed(acceptedAt) : utcTimestamp(eventTime);
  } catch (error) {
    if (error instanceof RangeError) return printed(acceptedAt);
    throw error;
  }
}

function printed(at: Date | null): string | undefined {
  return at === null || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/**
 * Takes the payload out of the envelope that it was sent in: `payload` of the native one, which has the invocation's id,
 * `data` of a Standard Webhooks or CloudEvents one. A body without an envelope, such as the result of a transform, is
 * shown whole. A body that is not JSON is shown as text.
 */
function sentPayload(body: Buffer, invocationId: string): Buffer {
  if (!isJson(body)) return Buffer.from(JSON.stringify(body.toString()));
  const whole = trimJson(body);
  if (!whole.toString('latin1', 0, 1).startsWith('{')) return whole;
  const members = objectMembers(whole);
  const names = [...members.keys()].join();
  if (members.get('id')?.toString() === JSON.stringify(invocationId)) return members.get('payload') ?? whole;
  const isEnvelope = members.has('specversion') || names === 'type,timestamp,data';
  return (isEnvelope ? members.get('data') : undefined) ?? whole;
}

function isJson(body: Buffer): boolean {
  if (!isUtf8(body)) return false;
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}
