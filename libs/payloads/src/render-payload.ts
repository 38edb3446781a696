import type { DataUrlOf, FailureReason, JsonSelection } from '@casewire/events';
import { renderFormat, type RenderedBody, type WebhookFormat } from '@casewire/families';
import { MAX_QUERY_STEPS } from '@casewire/jmespath';
import { StepBudget } from '@casewire/metering';
import { resolvePlaceholders, toQueryString } from '@casewire/placeholders';
import type { EventContent } from './event-content.ts';
import { selectData } from './select-data.ts';
import { applyTransforms, type Transform } from './transform.ts';
import type { WebhookMethod } from './webhook-method.ts';

/** What of a webhook decides what its body looks like. */
export interface RenderedWebhook {
  readonly webhookId: string;
  readonly format: WebhookFormat;
  /** What it chose among the families' options, by the family's name. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly method: WebhookMethod;
  /** The part of the data that the receiver may get; null where it may get all of it. */
  readonly payload: JsonSelection | null;
  /** Ways into the context that its URL and headers name. */
  readonly contextPlaceholders: readonly string[];
  /** All settings of the tenant. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Null where the format alone makes the body. */
  readonly transform: readonly Transform[] | null;
}

interface FailedPayload {
  readonly kind: 'failed';
  readonly reason: FailureReason;
}

export type RenderedPayload = { readonly kind: 'rendered' } & RenderedBody & {
    /** What the context has for the webhook's placeholders; absent where it names none. */
    readonly placeholders?: Readonly<Record<string, string>>;
  };

export type Payload = RenderedPayload | FailedPayload;

/** Longest query of a GET: Node and most servers read no more than this before a body. */
export const MAX_GET_QUERY_BYTES = 16 * 1024;

/**
 * What one invocation sends: the body, which is what its transforms make of the context, else what its format makes of
 * the event, or for GET a query that says the same; and what the context has for the URL and the headers. All of it is made
 * of the part of the data that the webhook's `payload` leaves.
 * @param dataUrlOf makes the addresses in thin bodies
 * @param budget of selecting the data, the transforms and the placeholders together. Default: the most that they may take
 */
export function renderPayload(
  whole: EventContent,
  webhook: RenderedWebhook,
  invocationId: string,
  dataUrlOf: DataUrlOf,
  budget = new StepBudget(MAX_QUERY_STEPS),
): Payload {
  const content = webhook.payload === null ? whole : selectData(whole, webhook.payload, budget);
  if (content === undefined) return { kind: 'failed', reason: 'payload-too-expensive' };
  const rendered =
    webhook.transform === null
      ? renderInFormat(content, webhook, invocationId, dataUrlOf)
      : renderTransformed(content, webhook.transform, budget);
  if (rendered.kind === 'failed') return rendered;
  const carried = webhook.method === 'GET' ? asQuery(rendered) : rendered;
  return carried.kind === 'failed'
    ? carried
    : withPlaceholders(carried, content, webhook.contextPlaceholders, budget);
}

/** A body that is no object has no members that could be parameters. */
function asQuery({ body, headers }: RenderedBody): Payload {
  const made = toQueryString(body, MAX_GET_QUERY_BYTES);
  switch (made.kind) {
    case 'no-object':
      return { kind: 'failed', reason: 'unrenderable-body' };
    case 'too-long':
      return { kind: 'failed', reason: 'body-too-large' };
    case 'query':
      return {
        kind: 'rendered',
        body: Buffer.from(made.query),
        contentType: 'application/x-www-form-urlencoded',
        headers,
      };
  }
}

function withPlaceholders(
  rendered: RenderedPayload,
  content: EventContent,
  paths: readonly string[],
  budget: StepBudget,
): Payload {
  if (paths.length === 0) return rendered;
  const resolution = resolvePlaceholders(() => content.textsWithin(budget), paths, budget);
  switch (resolution.kind) {
    case 'unknown':
      return { kind: 'failed', reason: `unknown-placeholder: {${resolution.path}}` };
    case 'too-expensive':
      return { kind: 'failed', reason: 'placeholders-too-expensive' };
    case 'resolved':
      return { ...rendered, placeholders: resolution.values };
  }
}

function renderInFormat(
  { family, event }: EventContent,
  { webhookId, format, settings, options }: RenderedWebhook,
  invocationId: string,
  dataUrlOf: DataUrlOf,
): Payload {
  try {
    const context = { invocationId, webhookId, settings, options: options[family.name] ?? {}, dataUrlOf };
    return { kind: 'rendered', ...renderFormat(format, family, event, context) };
  } catch {
    return { kind: 'failed', reason: 'unrenderable-body' };
  }
}

function renderTransformed(
  content: EventContent,
  transforms: readonly Transform[],
  budget: StepBudget,
): Payload {
  const result = applyTransforms(transforms, content, budget);
  if (result.kind === 'failed') return result;
  return { kind: 'rendered', body: Buffer.from(result.json), contentType: 'application/json', headers: {} };
}
