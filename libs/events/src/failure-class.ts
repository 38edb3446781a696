import { reasons, type Reason } from './reasons.ts';
import type { Attempt, AttemptOutcome } from './release-outcome.ts';

/** What a class of failures means, and what to do about it: sentences. */
type Explanation = Pick<Reason, 'meaning' | 'remedy'>;

/** Outcomes of attempts that got no answer. */
const unanswered = {
  timeout: {
    meaning: 'The receiver did not answer in time.',
    remedy:
      "Let the receiver answer first and work afterwards, or raise the webhook's time limit (`timeoutMs`).",
  },
  'connection-error': {
    meaning: 'The receiver refused or broke the connection, or its answer was not HTTP.',
    remedy: "Start the receiver, or correct the webhook's URL.",
  },
  'tls-error': {
    meaning: "The receiver's certificate, or its TLS, was not accepted.",
    remedy: "Renew or correct the receiver's certificate, or tell the webhook what to trust (`tls`).",
  },
  'dns-error': {
    meaning: "The host of the webhook's URL has no address.",
    remedy: "Correct the webhook's URL, or the host's entry in the DNS.",
  },
  'blocked-target': {
    meaning: "The host of the webhook's URL has an address that deliveries may not reach.",
    remedy: "Correct the webhook's URL: it must lead to a public address.",
  },
  'no-access-token': {
    meaning: 'The token endpoint of the receiver gave no access token.',
    remedy: "Correct the webhook's credentials (`auth`), or mend the token endpoint.",
  },
} as const satisfies Record<Exclude<AttemptOutcome, 'delivered' | 'rejected' | 'not-sent'>, Explanation>;

/** The classes that are known beforehand. */
const explanations: ReadonlyMap<string, Explanation> = new Map<string, Explanation>(
  Object.entries({ ...reasons['failed-invocation'], ...unanswered }),
);

/** The class of what has none of its own. */
export const OTHER_FAILURE = 'other';

/** The most classes of failures that a webhook has, beside `other`. */
export const MAX_FAILURE_CLASSES = 50;

/** How many different answers of its receiver are classes of their own for a webhook. All other classes are known. */
export const MAX_ANSWER_CLASSES = MAX_FAILURE_CLASSES - explanations.size;

/** What the class of an answer begins with; its status follows. */
export const ANSWER_CLASS = 'http-';

/** The class of a failed attempt: `http-503` for an answer, else its outcome. Undefined for a success. */
export function failureClassOf({
  outcome,
  responseCode,
}: Pick<Attempt, 'outcome' | 'responseCode'>): string | undefined {
  if (outcome === 'delivered') return undefined;
  if (outcome !== 'rejected') return outcome;
  return responseCode === undefined ? OTHER_FAILURE : `${ANSWER_CLASS}${responseCode}`;
}

/** Reasons that say how far an invocation came, and not what its attempts have failed with. */
const ends: ReadonlySet<string> = new Set(['retries-exhausted', 'too-old', 'expired']);

/**
 * The class of an invocation that has failed: the code of its reason, or that of its attempts where the reason says only
 * that there were enough of them.
 * @param reason a failure reason as it is stored
 * @param ofAttempts null if none has failed
 */
export function failureClassOfEnd(reason: string, ofAttempts: string | null): string {
  const [code = ''] = reason.split(':', 1);
  if (ofAttempts !== null && ends.has(code)) return ofAttempts;
  return explanations.has(code) ? code : OTHER_FAILURE;
}

/** What a class means, and what to do about it. */
export function explainFailureClass(failure: string): Explanation {
  const known = explanations.get(failure);
  if (known !== undefined) return { meaning: known.meaning, remedy: known.remedy };
  if (failure.startsWith(ANSWER_CLASS)) return explainAnswer(failure.slice(ANSWER_CLASS.length));
  return {
    meaning: `Failures of a kind that has no group of its own: a webhook has ${MAX_FAILURE_CLASSES} at most.`,
    remedy: 'Read the attempts of the invocations.',
  };
}

function explainAnswer(status: string): Explanation {
  const meaning = `The receiver answered ${status}.`;
  switch (status.charAt(0)) {
    case '3':
      return { meaning, remedy: "Redirections are not followed: correct the webhook's URL." };
    case '4':
      return {
        meaning,
        remedy:
          'The receiver refuses these requests: read its answers, and correct the webhook or the receiver.',
      };
    case '5':
      return { meaning, remedy: 'The receiver has a fault: look for it in its logs.' };
    default:
      return { meaning, remedy: 'See what counts as delivered for this webhook (`successStatus`).' };
  }
}
