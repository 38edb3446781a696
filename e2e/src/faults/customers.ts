import { webhookOf, type CustomerWebhook, type ReplayRequest } from './customer-webhook.ts';
import type { Diary } from './diary.ts';
import type { FaultKindName } from './kinds.ts';
import type { Break, Mend } from './timeline.ts';

/** What one customer does: pauses, limits and replays of its webhook. */
type Act = (webhook: CustomerWebhook, diary: Diary) => Promise<Mend>;

const nothing: Mend = () => Promise.resolve();

/** How much of the webhook's traffic a rate lets through. */
const LIMITED_SHARE = 1 / 2;

/** Requests at once where a customer limits them. */
const FEW = 2;

/** How far back replays go. */
const ALL_SECONDS = 20;
const FAILED_SECONDS = 120;
const MISSING_SECONDS = 90;

/** Actions of customers, each undone where it can be. */
export function customerActors(webhooks: readonly CustomerWebhook[], diary: Diary) {
  const by =
    (act: Act): Break =>
    (target) =>
      act(webhookOf(webhooks, target), diary);
  return {
    pause: by(pause),
    'pause twice': by(async (webhook) => {
      const resume = await pause(webhook, diary);
      await resume();
      return pause(webhook, diary);
    }),
    'rate limit': by(limitRate),
    'concurrency limit': by(async (webhook) => {
      await webhook.change({ maxConcurrency: FEW });
      return () => webhook.change({ maxConcurrency: null });
    }),
    'replay all': by(replay({ status: 'all', seconds: ALL_SECONDS })),
    'replay all with new ids': by(replay({ status: 'all', seconds: ALL_SECONDS, newIds: true })),
    'replay failed': by(replay({ status: 'failed', seconds: FAILED_SECONDS })),
    'replay missing': async () => {
      const begin = replay({ status: 'missing', seconds: MISSING_SECONDS });
      await Promise.all(webhooks.map((webhook) => begin(webhook, diary)));
      return nothing;
    },
    'paused replay': by(async (webhook) => {
      const id = await beginReplay(webhook, diary, { status: 'all', seconds: ALL_SECONDS });
      if (id === undefined) return nothing;
      await webhook.changeReplay(id, 'pause');
      return () => webhook.changeReplay(id, 'resume');
    }),
    'cancelled replay': by(async (webhook) => {
      const id = await beginReplay(webhook, diary, { status: 'all', seconds: ALL_SECONDS });
      return id === undefined ? nothing : () => webhook.changeReplay(id, 'cancel');
    }),
  } satisfies Partial<Record<FaultKindName, Break>>;
}

async function pause(webhook: CustomerWebhook, diary: Diary): Promise<Mend> {
  await webhook.change({ status: 'paused' });
  return restrained(webhook, diary, { why: 'paused', perSecond: 0 }, () => webhook.resume());
}

async function limitRate(webhook: CustomerWebhook, diary: Diary): Promise<Mend> {
  const perSecond = webhook.stream.perSecond * LIMITED_SHARE;
  await webhook.change({ rateLimitPerSecond: perSecond });
  const undo = () => webhook.change({ rateLimitPerSecond: null });
  return restrained(webhook, diary, { why: 'limited', perSecond }, undo);
}

/** From now on the webhook gets less, until the customer asks for the end. */
function restrained(
  { stream: { name } }: CustomerWebhook,
  { restraints }: Diary,
  restraint: Pick<Diary['restraints'][number], 'why' | 'perSecond'>,
  undo: Mend,
): Mend {
  const from = Date.now();
  return () => {
    restraints.push({ stream: name, ...restraint, from, until: Date.now() });
    return undo();
  };
}

function replay(request: ReplayRequest): Act {
  return async (webhook, diary) => {
    await beginReplay(webhook, diary, request);
    return nothing;
  };
}

async function beginReplay(
  webhook: CustomerWebhook,
  { replays }: Diary,
  request: ReplayRequest,
): Promise<string | undefined> {
  const id = await webhook.beginReplay(request);
  if (id !== undefined) replays.push({ webhook, id });
  return id;
}
