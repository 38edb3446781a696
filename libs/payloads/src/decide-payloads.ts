import { invocationId, type DataUrlOf } from '@casewire/events';
import { queryAllowance, TENANT_QUERY_STEPS } from '@casewire/jmespath';
import { Breather, StepPool, type StepBudget } from '@casewire/metering';
import {
  explainStateEntry,
  selectWebhooks,
  type MergedWebhook,
  type MergeRule,
} from '@casewire/matching-rules';
import { applyFilter, type FilterResult, type Withheld } from './apply-filter.ts';
import type { EventContent } from './event-content.ts';
import { isPrepared, prepareQuery } from './queries.ts';
import { renderPayload, type Payload, type RenderedWebhook } from './render-payload.ts';

/** What of a webhook, whose level and patterns cover an event, decides what it gets. */
export interface ListeningWebhook extends RenderedWebhook, MergedWebhook {
  readonly filter: string | null;
}

/** What one webhook gets of an event. */
export interface Decision<Webhook extends ListeningWebhook, Rendered = Payload> {
  readonly webhook: Webhook;
  readonly invocationId: string;
  readonly payload: Rendered | Withheld | FailedFilter;
}

/** What bounds the queries on several events of a tenant together. */
export interface Metered {
  readonly steps: StepPool;
  readonly breather: Breather;
}

/** Bounds a tenant's queries on events that are decided one after the other. */
export function meteredTogether(): Metered {
  return { steps: new StepPool(TENANT_QUERY_STEPS), breather: new Breather() };
}

type FailedFilter = Extract<FilterResult, { kind: 'failed' }>;

/** Makes what a webhook that gets the event is sent; in place of `renderPayload` where bodies are not wanted. */
export type Render<Rendered> = (
  content: EventContent,
  webhook: RenderedWebhook,
  invocationId: string,
  budget?: StepBudget,
) => Rendered;

/**
 * What each of the webhooks whose level and patterns cover an event gets of it, in the order of their ids: nothing if
 * the event moves its run into none of the webhook's states, does not pass its filter, or is taken by a webhook of a
 * more specific level; else a body, or the reason why there can be none. Others get their turn between the webhooks.
 * @param merge default: `additive`
 * @param dataUrlOf makes the addresses in thin bodies
 * @param within what the tenant's events may take together. As long as that lasts, the same webhooks always get the same.
 *   Default: the event is alone
 */
export function decidePayloads<Webhook extends ListeningWebhook>(
  content: EventContent,
  webhooks: readonly Webhook[],
  merge: MergeRule | undefined,
  dataUrlOf: DataUrlOf,
  within = meteredTogether(),
): Promise<Decision<Webhook>[]> {
  const render: Render<Payload> = (about, webhook, id, budget) =>
    renderPayload(about, webhook, id, dataUrlOf, budget);
  return decideEach(content, webhooks, merge, render, within);
}

/** The same, with what `render` makes in place of bodies. */
export async function decideEach<Webhook extends ListeningWebhook, Rendered>(
  content: EventContent,
  webhooks: readonly Webhook[],
  merge: MergeRule | undefined,
  render: Render<Rendered>,
  within = meteredTogether(),
): Promise<Decision<Webhook, Rendered>[]> {
  const { steps, breather } = within;
  const allowance = queryAllowance(content.event.data.length);
  const interests = new Map<Webhook, FilterResult>();
  for (const webhook of webhooks.toSorted(byId)) {
    await prepareQueries(content, webhook.filter === null ? [] : [webhook.filter], within);
    await breather.pause();
    interests.set(
      webhook,
      steps.spendOn(allowance, (budget) => decideInterest(content, webhook, budget)),
    );
  }
  const wanting = [...interests].flatMap(([webhook, { kind }]) => (kind === 'passed' ? [webhook] : []));
  const selected = new Set(selectWebhooks(wanting, merge));
  const decisions: Decision<Webhook, Rendered>[] = [];
  for (const [webhook, interest] of interests) {
    const isSelected = selected.has(webhook);
    if (isSelected) await prepareQueries(content, mappingsOf(webhook), within);
    await breather.pause();
    const id = invocationId(content.event, webhook.webhookId);
    const decided = isSelected
      ? steps.spendOn(allowance, (budget) => render(content, webhook, id, budget))
      : unselected(content, interest);
    decisions.push({ webhook, invocationId: id, payload: decided });
  }
  return decisions;
}

/**
 * What a webhook sends for an event, whether its filter lets it through or not.
 * @returns what `renderPayload` does
 */
export async function renderUnfiltered(
  content: EventContent,
  webhook: RenderedWebhook,
  invocationId: string,
  dataUrlOf: DataUrlOf,
): Promise<Payload> {
  const within = meteredTogether();
  await prepareQueries(content, mappingsOf(webhook), within);
  await within.breather.pause();
  return within.steps.spendOn(queryAllowance(content.event.data.length), (budget) =>
    renderPayload(content, webhook, invocationId, dataUrlOf, budget),
  );
}

/** Compiles the filters and mappings that are not compiled yet. */
async function prepareQueries(
  { tenantId }: EventContent,
  texts: readonly string[],
  { steps, breather }: Metered,
): Promise<void> {
  for (const text of texts) {
    if (isPrepared(tenantId, text)) continue;
    await breather.pause();
    prepareQuery(tenantId, text, steps);
  }
}

function mappingsOf({ transform }: RenderedWebhook): string[] {
  return (transform ?? []).map(({ mapping }) => mapping);
}

/** Whether the event moves its run into one of the webhook's states, and passes its filter. */
function decideInterest(
  content: EventContent,
  { stateNames, filter }: ListeningWebhook,
  budget: StepBudget,
): FilterResult {
  if (stateNames !== null) {
    const entry = explainStateEntry(stateNames, content.stateChange);
    if (!entry.matched) return { kind: 'withheld', why: entry.why };
  }
  return filter === null ? { kind: 'passed' } : applyFilter(filter, content, budget);
}

function unselected({ event }: EventContent, interest: FilterResult): Withheld | FailedFilter {
  if (interest.kind !== 'passed') return interest;
  return {
    kind: 'withheld',
    why: `a webhook of a more specific level gets ${event.attributes.type} instead`,
  };
}

function byId(one: ListeningWebhook, other: ListeningWebhook): number {
  return one.webhookId < other.webhookId ? -1 : 1;
}
