import type { AttentionItem } from '../api/types.ts';

interface KindText {
  /** @param count of webhooks, subjects, invocations or events */
  readonly title: (count: number) => string;
  readonly lead: string;
  readonly button: string;
  /** What is asked before the button does something. */
  readonly question?: { readonly title: string; readonly lead: string; readonly done: string };
}

const webhooks = (title: string) => (count: number) => (count === 1 ? title : `${title} (${count} webhooks)`);

export const text = {
  title: 'Needs attention',
  empty: 'All clear',
  emptyLead:
    'No webhook fails, nothing has failed that was not ignored, nothing is held, and no event was rejected in the last 24 hours.',
  since: 'since',
  showAll: (count: number) => `Show all ${count}`,
  unavailable: (services: string) =>
    `Something may be missing: ${services} could not be read. This page tries again by itself.`,
  incomplete: 'There is more than is listed here.',
  severities: { critical: 'Critical', warning: 'Warning', info: 'Notice' } satisfies Record<
    AttentionItem['severity'],
    string
  >,
  worstOf: (severity: string, count: number) => (count === 1 ? severity : `${severity}, ${count} things`),
  kinds: {
    'receiver-gone': {
      title: webhooks('The receiver is gone'),
      lead: 'It has answered 410 Gone, so Casewire has disabled the webhook. If the receiver has moved, correct the URL first.',
      button: 'Enable',
      question: {
        title: 'Enable this webhook?',
        lead: 'Events match it again and are sent to its URL of today. What has failed in between stays failed: a replay sends it.',
        done: 'The webhook is active.',
      },
    },
    'paused-after-failures': {
      title: webhooks('Paused by Casewire'),
      lead: 'There was nothing but failures for days. What matches is held. Mend the receiver, then resume.',
      button: 'Resume',
      question: {
        title: 'Resume this webhook?',
        lead: 'What was held is sent, the oldest first, beside new events. If the receiver still fails, Casewire pauses it again in time.',
        done: 'The webhook is active.',
      },
    },
    'receiver-unavailable': {
      title: webhooks('The receiver is unavailable'),
      lead: 'What matches is held, and uses up no attempt. Casewire sends a probe now and then.',
      button: 'Probe now',
      question: {
        title: 'Send a probe now?',
        lead: 'The oldest delivery that is held is sent at once. If the receiver takes it, the others follow; if not, they stay held.',
        done: 'The probe is on its way.',
      },
    },
    failing: {
      title: webhooks('The webhook is failing'),
      lead: 'Too many of its attempts fail.',
      button: 'Show failures',
    },
    'subjects-blocked': {
      title: (count) => (count === 1 ? 'A subject is blocked' : `${count} subjects are blocked`),
      lead: 'A delivery has failed, and later ones of its subject wait for it.',
      button: 'Retry the oldest',
      question: {
        title: 'Retry the oldest delivery that blocks?',
        lead: 'It is sent once more, with the same body, to the webhook’s URL of today. If it is delivered, what waits behind it follows.',
        done: 'It is being sent again.',
      },
    },
    'invocations-failed': {
      title: (count) =>
        count === 1
          ? 'An invocation has failed'
          : `${count === 1000 ? '1000 or more' : count} invocations have failed`,
      lead: 'Casewire sends them no more by itself. Mend the cause, then retry them; or ignore them, until something of the kind fails again.',
      button: 'Retry all failed',
      question: {
        title: 'Send all of them again?',
        lead: 'They are sent to the webhook as it is now, as a replay behind live traffic. What fails again comes back here.',
        done: 'The replay has begun.',
      },
    },
    'events-rejected': {
      title: (count) => (count === 1 ? 'An event was rejected' : `${count} events were rejected`),
      lead: 'Not yet published again.',
      button: 'Show the latest',
    },
    'backlog-held': {
      title: webhooks('Deliveries are held by a pause'),
      lead: 'The webhook was paused by hand: they wait until you resume it.',
      button: 'Resume',
      question: {
        title: 'Resume this webhook?',
        lead: 'What was held is sent, the oldest first, beside new events. To skip it instead, resume on the page of the webhook.',
        done: 'The webhook is active.',
      },
    },
  } satisfies Record<AttentionItem['kind'], KindText> as Readonly<Record<AttentionItem['kind'], KindText>>,
  isOver: 'Meanwhile this needs nobody any more. You can close this dialog.',
  look: 'Look at it',
  ignore: 'Ignore',
  ignored: 'The failures are ignored until something of the kind fails again.',
  lastFailure: 'Last failure:',
  answered: (status: string) => `answered ${status}`,
  failures: {
    timeout: 'no answer in time',
    'connection-error': 'no connection',
    'tls-error': 'TLS failed',
    'dns-error': 'name not found',
    'blocked-target': 'address not allowed',
    'no-access-token': 'no access token',
    'not-sent': 'not sent',
  } as Readonly<Record<string, string>>,
};
