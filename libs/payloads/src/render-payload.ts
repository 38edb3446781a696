import { renderFormat, type RenderedBody, type WebhookFormat } from '@casewire/families';
import type { EventContent } from './event-content.ts';
import { applyTransforms, type Transform } from './transform.ts';

/** What of a webhook decides what its body looks like. */
export interface RenderedWebhook {
  readonly webhookId: string;
  readonly format: WebhookFormat;
  /** What it chose among the families' options, by the family's name. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** All settings of the tenant. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Null where the format alone makes the body. */
  readonly transform: readonly Transform[] | null;
}

/** A closed code, then `: ` and the detail where there is one. */
interface FailedPayload {
  readonly kind: 'failed';
  readonly reason: string;
}

export type Payload = ({ readonly kind: 'rendered' } & RenderedBody) | FailedPayload;

/** The body of one invocation: what its transforms make of the context, else what its format makes of the event. */
export function renderPayload(
  content: EventContent,
  webhook: RenderedWebhook,
  invocationId: string,
): Payload {
  return webhook.transform === null
    ? renderInFormat(content, webhook, invocationId)
    : renderTransformed(content, webhook.transform);
}

function renderInFormat(
  { family, event }: EventContent,
  { webhookId, format, settings, options }: RenderedWebhook,
  invocationId: string,
): Payload {
  try {
    const context = { invocationId, webhookId, settings, options: options[family.name] ?? {} };
    return { kind: 'rendered', ...renderFormat(format, family, event, context) };
  } catch {
    return { kind: 'failed', reason: 'unrenderable-body' };
  }
}

function renderTransformed(content: EventContent, transforms: readonly Transform[]): Payload {
  const result = applyTransforms(transforms, () => content.context);
  if (result.kind === 'failed') return result;
  return { kind: 'rendered', body: Buffer.from(result.json), contentType: 'application/json', headers: {} };
}
