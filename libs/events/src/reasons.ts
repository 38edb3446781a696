type Service = 'ingestion' | 'matching' | 'delivery' | 'history';

/** What a code says. */
export interface Reason {
  /** The services that write it. */
  readonly writtenBy: readonly Service[];
  /** What stands behind the code and `: `. Default: nothing. */
  readonly detail?: string;
  /** What happened, in a sentence. */
  readonly meaning: string;
  /** What to do about it, in a sentence. */
  readonly remedy: string;
}

/** Services that read topics. */
const READERS = ['ingestion', 'matching', 'delivery', 'history'] as const;

const RETRY = 'then retry the invocation';

/**
 * Every reason that Casewire gives, by the place where it is seen and by its code. Types, `docs/reasons.md` and the API
 * reference follow from this table.
 */
export const reasons = {
  /** Why an invocation has failed. */
  'failed-invocation': {
    'webhook-gone': {
      writtenBy: ['delivery'],
      meaning: 'No webhook has the id that the delivery names.',
      remedy:
        'If there should be one, for instance because the database was restored from an older backup, create it again.',
    },
    'webhook-disabled': {
      writtenBy: ['delivery'],
      meaning: 'The webhook was disabled before the request was sent.',
      remedy: `Enable it (\`status\`: \`active\`), ${RETRY}.`,
    },
    gone: {
      writtenBy: ['delivery', 'history'],
      meaning: 'The receiver has answered 410 Gone, which has disabled the webhook.',
      remedy: `Correct its URL, enable it (\`status\`: \`active\`), ${RETRY}.`,
    },
    'webhook-expired': {
      writtenBy: ['delivery'],
      meaning: 'The webhook had expired before the request was sent.',
      remedy: `Let it expire later or never (\`expiresAt\`), ${RETRY}.`,
    },
    'invalid-url': {
      writtenBy: ['delivery'],
      meaning: "The webhook's URL cannot be read.",
      remedy: `Correct the URL, ${RETRY}.`,
    },
    'host-not-allowed': {
      writtenBy: ['delivery'],
      meaning:
        "The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`).",
      remedy: `Correct the webhook's URL, or have the operator allow the host, ${RETRY}.`,
    },
    'unusable-secret': {
      writtenBy: ['delivery'],
      meaning: 'The webhook has no secret that its signature scheme can sign with.',
      remedy: `Rotate its secret or choose another scheme, ${RETRY}.`,
    },
    'unknown-secret': {
      writtenBy: ['delivery'],
      detail: 'the placeholder',
      meaning: "The webhook's URL or a header names a secret that does not exist.",
      remedy: `Store the secret (\`PUT /v1/secrets/{name}\`), ${RETRY}.`,
    },
    'unknown-placeholder': {
      writtenBy: ['matching', 'delivery'],
      detail: 'the placeholder',
      meaning:
        "The event's context has no text that can stand for a placeholder in the webhook's URL or headers.",
      remedy:
        'Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.',
    },
    'not-sent': {
      writtenBy: ['delivery'],
      meaning: "No request can be made of the webhook's settings; the attempt's `error` says why.",
      remedy: `Correct the webhook's URL or headers, ${RETRY}.`,
    },
    'retries-exhausted': {
      writtenBy: ['delivery'],
      meaning: 'The last attempt that the retry policy allows has failed.',
      remedy: `Read what the receiver answered to the attempts, mend it, ${RETRY}.`,
    },
    'too-old': {
      writtenBy: ['delivery', 'history'],
      meaning:
        'The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long.',
      remedy: `Read what the receiver answered to the attempts, mend it, ${RETRY}.`,
    },
    'body-too-large': {
      writtenBy: ['matching'],
      meaning: 'The body is larger than a record may be, or the query of a GET is longer than 16 KiB.',
      remedy: 'Let a transform make a smaller one (`request.transform`).',
    },
    'unrenderable-body': {
      writtenBy: ['matching'],
      meaning:
        "The webhook's format cannot be made of the event's data, or a GET would need a body that is an object.",
      remedy: 'Try the event (`POST /v1/events/validate`), and correct it or the webhook.',
    },
    'payload-too-expensive': {
      writtenBy: ['matching'],
      meaning: "Picking the webhook's part of the event's data (`payload`) takes more steps than it may.",
      remedy: 'Name fewer pointers, or publish events with fewer members.',
    },
    'placeholders-too-expensive': {
      writtenBy: ['matching'],
      meaning:
        "The event's context is too large to look the webhook's placeholders up in it, or the webhook's transforms have left no steps for it.",
      remedy: 'Publish events with less in their context, or name fewer placeholders.',
    },
    'filter-too-expensive': {
      writtenBy: ['matching'],
      meaning:
        "The webhook's filter takes more steps than a filter may, the tenant's filters and transforms of a batch have taken too many together, the event's data is larger than filters read, or the filter exceeds a limit that came after it.",
      remedy: 'Simplify the filter.',
    },
    'transform-too-expensive': {
      writtenBy: ['matching'],
      meaning:
        "The webhook's transforms take more steps than they may together, the tenant's filters and transforms of a batch have taken too many, the event's data is larger than they read, or a mapping exceeds a limit that came after it.",
      remedy: 'Simplify the mappings.',
    },
    'transform-failed': {
      writtenBy: ['matching'],
      detail: 'what is wrong',
      meaning:
        'A transform of the webhook (`request.transform`) cannot be applied to the context of the event.',
      remedy: 'Correct it, and try it with the event (`POST /v1/events/validate`).',
    },
    unprocessable: {
      writtenBy: ['history'],
      meaning: 'Casewire released it four times, and no outcome ever came back.',
      remedy: `Look for its id on \`rejected.v1\` and in the logs of delivery, mend what is found there, ${RETRY}.`,
    },
    'body-lost': {
      writtenBy: ['history'],
      meaning:
        'Its delivery record was lost before history read it, and a rematch of its event brought none.',
      remedy: 'If it still matters, publish the event again with a new `id`.',
    },
    expired: {
      writtenBy: ['history'],
      meaning: 'It had not ended when the retention of the history reached its day.',
      remedy: 'Keep the history longer with `CASEWIRE_HISTORY_RETENTION_DAYS`.',
    },
  },
  /** What an invocation waits for besides its next attempt. */
  'waiting-invocation': {
    'lane-full': {
      writtenBy: ['delivery'],
      meaning:
        'More deliveries of its webhook, or of its tenant, are under way and waiting than the receivers work off in time.',
      remedy:
        'Nothing: it follows later. If it lasts, allow more requests at once (`maxConcurrency`), or make the receiver faster.',
    },
    'rate-limited': {
      writtenBy: ['delivery'],
      meaning: "Its webhook's limit of deliveries per second lets it start later.",
      remedy:
        'Nothing: it follows when its turn comes. To send faster, raise that limit (`rateLimitPerSecond`).',
    },
    interrupted: {
      writtenBy: ['delivery'],
      meaning:
        'The process that was sending it ended, or lost the brokers, before there was an answer, while thousands of others were delivered.',
      remedy: 'Nothing: it follows at once.',
    },
    'secret-unavailable': {
      writtenBy: ['delivery'],
      meaning: 'A secret of its webhook does not open with the master keys that delivery has.',
      remedy: 'Restore the master key in `CASEWIRE_MASTER_KEYS`: it is tried again every five minutes.',
    },
    'webhook-paused': {
      writtenBy: ['delivery', 'history'],
      meaning: 'Its webhook is paused.',
      remedy: 'Resume it (`POST /v1/webhooks/{id}/resume`).',
    },
    'paused-by-casewire': {
      writtenBy: ['delivery', 'history'],
      meaning: 'Its webhook has answered with nothing but failures for days, so Casewire has paused it.',
      remedy: 'Mend the receiver, then resume the webhook (`POST /v1/webhooks/{id}/resume`).',
    },
    'receiver-unavailable': {
      writtenBy: ['delivery', 'history'],
      meaning:
        'The receiver of its webhook does not answer, or answers that it is overloaded. One of what is held is sent now and then, as a probe.',
      remedy: 'Mend the receiver: when a probe succeeds, the others follow.',
    },
    'retry-after': {
      writtenBy: ['delivery', 'history'],
      meaning: 'The receiver of its webhook asked by `Retry-After` to be left alone for a while.',
      remedy: 'Nothing: it follows, when a probe at the end of that time succeeds.',
    },
    backlog: {
      writtenBy: ['history'],
      meaning: 'Its webhook is on hold no more: it follows when there is room for it.',
      remedy: 'Nothing: it follows.',
    },
    predecessor: {
      writtenBy: ['history'],
      meaning: 'An earlier invocation of the same webhook and subject has not ended.',
      remedy: 'Nothing: it follows. To let it pass, cancel the earlier one.',
    },
  },
  /** Why an event was not accepted. */
  'rejected-event': {
    empty: {
      writtenBy: ['ingestion'],
      meaning: 'The record has no value.',
      remedy: 'Write the event into the value.',
    },
    'too-large': {
      writtenBy: ['ingestion'],
      meaning: 'The event is larger than `CASEWIRE_MAX_EVENT_BYTES`; its first 64 KiB are kept.',
      remedy: 'Publish a smaller one, or raise the limit for all services.',
    },
    'unsupported-content-type': {
      writtenBy: ['ingestion'],
      meaning: 'The event is in neither of the two modes of CloudEvents, or its `data` is not JSON.',
      remedy: 'Publish it in structured or binary mode, with `data` as JSON.',
    },
    'invalid-utf8': {
      writtenBy: ['ingestion'],
      meaning: 'The value or a header is not valid UTF-8.',
      remedy: 'Encode texts as UTF-8.',
    },
    'invalid-json': {
      writtenBy: ['ingestion'],
      meaning: 'The event is not a JSON object; the message has the position at which it stops being JSON.',
      remedy: 'Correct the JSON.',
    },
    'missing-attribute': {
      writtenBy: ['ingestion'],
      meaning: 'An attribute that every event needs is missing; the path names it.',
      remedy: 'Republish the event with it: `POST /v1/rejected-events/{id}/republish`.',
    },
    'invalid-attribute': {
      writtenBy: ['ingestion'],
      meaning:
        'An attribute is wrong or too long, or names another tenant or environment than the topic or the API key is bound to.',
      remedy:
        'Republish the event with another value of the attribute that the path names, or without it: `POST /v1/rejected-events/{id}/republish`.',
    },
    'unknown-tenant': {
      writtenBy: ['ingestion'],
      meaning: 'There is no such tenant, or it was deleted.',
      remedy:
        'Create the tenant and republish the event, or have the operator republish it with another `tenantid`.',
    },
    'reserved-type': {
      writtenBy: ['ingestion'],
      meaning: "The type begins with `casewire.`, which is for Casewire's own events.",
      remedy: 'Give the type another name.',
    },
    'unknown-event-type': {
      writtenBy: ['ingestion'],
      meaning: "The type is neither in a family's catalogue nor one of the tenant's own types.",
      remedy:
        'Republish the event with the right type, or register this one with `PUT /v1/event-types/{type}` first.',
    },
    'invalid-data': {
      writtenBy: ['ingestion'],
      meaning: '`data` breaks the schema of its type; the path and the message say where and how.',
      remedy: 'Republish the event with corrected data: `POST /v1/rejected-events/{id}/republish`.',
    },
    'validation-too-expensive': {
      writtenBy: ['ingestion'],
      meaning:
        "Checking `data` by the schema of its type takes more steps than an event of its size may, or the tenant's events that came with it have taken too many together; the message says which.",
      remedy:
        'Simplify the schema (fewer alternatives, smaller patterns) or publish smaller events, then republish the event; where its neighbours took too many, republish it.',
    },
    'unusable-schema': {
      writtenBy: ['ingestion'],
      meaning:
        "The schema of the tenant's type was registered before a limit that it exceeds; the message names the limit and the part that costs most.",
      remedy: 'Register a smaller one with `PUT /v1/event-types/{type}`, then republish the event.',
    },
    'level-mismatch': {
      writtenBy: ['ingestion'],
      meaning: 'An attribute and `data` name different definitions or runs.',
      remedy: 'Let both name the same one.',
    },
  },
  /** Why a record that is no rejected event stands on `rejected.v1`. */
  'dead-letter': {
    'malformed-record': {
      writtenBy: ['matching', 'delivery', 'history'],
      meaning: "A record on one of Casewire's own topics lacks something that Casewire always writes.",
      remedy: 'Find out who else writes to the topic.',
    },
    'handler-fault': {
      writtenBy: READERS,
      meaning: 'A record was given to its handler alone several times, and each time the handler failed.',
      remedy: 'Read the error in the detail and the log: it is a defect of Casewire.',
    },
    'corrupt-batch': {
      writtenBy: READERS,
      meaning: 'A batch of records arrived with a wrong checksum five times in a row.',
      remedy: "Check the broker's disk; the records are lost unless a replica still has them.",
    },
    'unreadable-batch': {
      writtenBy: READERS,
      meaning: 'A batch of records cannot be decompressed or read as it was written.',
      remedy: 'Find out which producer wrote it; its value has the whole batch.',
    },
  },
} as const satisfies Record<string, Readonly<Record<string, Reason>>>;

type Place = keyof typeof reasons;

/** A reason as it is stored and shown: its code, or `code: detail` where it has a detail. */
type ReasonAt<Seen extends Place> = {
  [Code in keyof (typeof reasons)[Seen] & string]: (typeof reasons)[Seen][Code] extends { detail: string }
    ? `${Code}: ${string}`
    : Code;
}[keyof (typeof reasons)[Seen] & string];

declare const isStored: unique symbol;

/** A reason that was stored, perhaps by another version of Casewire: any text. */
type StoredReason = string & { readonly [isStored]: true };

/** Why an invocation has failed. */
export type FailureReason = ReasonAt<'failed-invocation'> | StoredReason;

/** What an invocation waits for. */
export type WaitReason = ReasonAt<'waiting-invocation'> | StoredReason;

/** Why an event was not accepted. */
export type RejectionReason = ReasonAt<'rejected-event'> | StoredReason;

/** Why a record was put on `rejected.v1`. */
export type DeadLetterReason = RejectionReason | ReasonAt<'dead-letter'>;

/** Takes a reason from a row or a record as it is, whether this version knows it or not. */
export function storedReason(text: string): StoredReason {
  return text as StoredReason;
}

/** What the API reference says of a field that holds reasons of these places, in Markdown. */
export function describeReasons(about: string, places: readonly Place[], writer?: Service): string {
  const lines = places
    .flatMap((place) => Object.entries<Reason>(reasons[place]))
    .filter(([, { writtenBy }]) => writer === undefined || writtenBy.includes(writer))
    .map(([code, { detail, meaning, remedy }]) => {
      const behind = detail === undefined ? '' : ` (then \`: \` and ${detail})`;
      return `- \`${code}\`${behind}: ${meaning} ${remedy}`;
    });
  return [about, '', ...lines].join('\n');
}
