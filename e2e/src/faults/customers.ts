import { webhookOf, type CustomerWebhook, type ReplayRequest } from './customer-webhook.ts';
import type { Diary } from './diary.ts';
import type { FaultKindName } from './kinds.ts';
import type { Restraint } from './log.ts';
import type { Break, Mend } from './timeline.ts';

const nothing: Mend = () => Promise.resolve();

/** How much of a webhook's traffic a rate lets through. */
const LIMITED_SHARE = 1 / 2;

/** Requests at once where a customer limits them. */
const FEW = 2;

/** How far back replays go. */
const ALL_SECONDS = 20;
const FAILED_SECONDS = 120;
const MISSING_SECONDS = 90;

/** What customers do with their webhooks, undone later where it can be. */
export function customerActors(webhooks: readonly CustomerWebhook[], diary: Diary) {
  const by =
    (act: (webhook: CustomerWebhook) => Promise<Mend>): Break =>
    (target) =>
      act(webhookOf(webhooks, target));
  const replay = async (webhook: CustomerWebhook, request: ReplayRequest): Promise<string | undefined> => {
    const id = await webhook.beginReplay(request);
    if (id !== undefined) diary.replays.push({ webhook, id });
    return id;
  };
  const begin = async (webhook: CustomerWebhook, request: ReplayRequest): Promise<Mend> => {
    await replay(webhook, request);
    return nothing;
  };
  const all: ReplayRequest = { status: 'all', seconds: ALL_SECONDS };
  return {
    pause: by((webhook) => pause(webhook, diary)),
    'pause twice': by(async (webhook) => {
      const resume = await pause(webhook, diary);
      await resume();
      return pause(webhook, diary);
    }),
    'rate limit': by((webhook) => limitRate(webhook, diary)),
    'concurrency limit': by(async (webhook) => {
      await webhook.change({ maxConcurrency: FEW });
      return () => webhook.change({ maxConcurrency: null });
    }),
    'replay all': by((webhook) => begin(webhook, all)),
    'replay all with new ids': by((webhook) => begin(webhook, { ...all, newIds: true })),
    'replay failed': by((webhook) => begin(webhook, { status: 'failed', seconds: FAILED_SECONDS })),
    'replay missing': async () => {
      await Promise.all(
        webhooks.map((webhook) => replay(webhook, { status: 'missing', seconds: MISSING_SECONDS })),
      );
      return nothing;
    },
    'paused replay': by(async (webhook) => {
      const id = await replay(webhook, all);
      if (id === undefined) return nothing;
      await webhook.changeReplay(id, 'pause');
      return () => webhook.changeReplay(id, 'resume');
    }),
    'cancelled replay': by(async (webhook) => {
      const id = await replay(webhook, all);
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
  return restrained(webhook, diary, { why: 'limited', perSecond }, () =>
    webhook.change({ rateLimitPerSecond: null }),
  );
}

/** Notes that from now on the webhook gets less, until its customer asks for the end. */
function restrained(
  { stream: { name } }: CustomerWebhook,
  { restraints }: Diary,
  restraint: Pick<Restraint, 'why' | 'perSecond'>,
  undo: Mend,
): Mend {
  const from = Date.now();
  return () => {
    restraints.push({ stream: name, ...restraint, from, until: Date.now() });
    return undo();
  };
}
