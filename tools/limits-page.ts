import {
  MAX_ANSWER_CLASSES,
  MAX_FAILURE_CLASSES,
  MAX_POINTER_LEVELS,
  type FailureReason,
  type RejectionReason,
} from '@casewire/events';
import { MAX_RUN_SUBSCRIPTIONS } from '@casewire/families/ballerine/runs';
import * as queries from '@casewire/jmespath';
import * as schemas from '@casewire/json-schema';
import { MAX_PATTERN_BYTES } from '@casewire/matching-rules';
import { STEPS_PER_MS } from '@casewire/metering';
import { MAX_GET_QUERY_BYTES } from '@casewire/payloads';
import { MAX_RESOLVED_BYTES } from '@casewire/placeholders';
import { MAX_RETRY_AFTER_MS } from '@casewire/delivery-policy';
import { MAX_KEY_SESSIONS } from '@casewire/session-store';
import { MAX_SEARCHED } from '@casewire/subscription-store';
import { limits } from '@casewire/webhook-settings';
import { MAX_OPEN_REPLAYS } from '@casewire/invocation-ledger';
import { MAX_NOTES } from '@casewire/invocation-state';
import { linkSeconds, sessionSeconds, unlockedViewSeconds } from '../apps/gateway/src/limits.ts';
import { MAX_CANCELLED, MAX_CORRELATED, MAX_FOUND, MAX_IDS } from '../apps/history/src/limits.ts';
import * as inspectors from '../apps/inspector/src/limits.ts';
import { MAX_WINDOW } from '../apps/history/src/replay/replay-window.ts';
import { MAX_ATTRIBUTES, MAX_BATCH_EVENTS, MAX_VALUE_BYTES } from '../apps/ingestion/src/limits.ts';
import { MAX_URL_CHECKS } from '../apps/subscriptions/src/limits.ts';
import { readDeclarations } from './configuration-page.ts';

interface Limit {
  readonly what: string;
  /** Stands for the default of `variable` if it is left out. */
  readonly value?: string;
  /** The variable of the operator that changes it. */
  readonly variable?: string;
  /** Who else changes it, and by what. */
  readonly setting?: string;
  /** What happens at the limit. */
  readonly then: string;
}

/** @returns what happens to an event that is rejected for that reason */
function rejectedAs(reason: RejectionReason): string {
  return `rejected as \`${reason}\``;
}

function failedAs(...reasons: readonly FailureReason[]): string {
  return `failed as ${reasons.map((reason) => `\`${reason}\``).join(' or ')}`;
}

const refused = '422 that names the field and the limit';
const sessionEnded = '401 `session-ended`';
const limitReached = '409 `limit-reached`';
const overloaded = '503 `overloaded` with `Retry-After`';

const sections: Readonly<Record<string, { readonly text: string; readonly limits: readonly Limit[] }>> = {
  'What a tenant stores': {
    text: 'Checked when it is saved. What an older version saved beyond a limit stays, and the budgets below hold for it.',
    limits: [
      {
        what: 'webhooks of an environment, those of single runs not counted',
        value: count(limits.webhooks),
        setting: "operator: the tenant's `webhookLimit`",
        then: limitReached,
      },
      { what: 'webhooks of one run', value: count(limits.webhooksOfRun), then: limitReached },
      { what: 'own event types of an environment', value: count(limits.ownTypes), then: limitReached },
      { what: 'named secrets of an environment', value: count(limits.namedSecrets), then: limitReached },
      { what: 'names', value: `${count(limits.nameCharacters)} characters`, then: refused },
      { what: 'a description', value: `${count(limits.descriptionCharacters)} characters`, then: refused },
      { what: "an own type's example", value: bytes(limits.exampleBytes), then: refused },
      { what: 'a URL', value: `${count(limits.urlCharacters)} characters`, then: refused },
      {
        what: 'patterns in `events`',
        value: `${limits.patterns}, each ${MAX_PATTERN_BYTES} bytes`,
        then: refused,
      },
      {
        what: 'headers of a webhook',
        value: `${limits.headers}, each value ${count(limits.headerValueCharacters)} characters`,
        then: refused,
      },
      { what: 'placeholders of a webhook', value: count(limits.placeholders), then: refused },
      { what: 'delays of a retry policy', value: count(limits.retryDelays), then: refused },
      { what: 'subscriptions of one run request', value: count(MAX_RUN_SUBSCRIPTIONS), then: refused },
      {
        what: "hosts in a tenant's `allowedHosts`",
        value: count(limits.allowedHosts),
        then: refused,
      },
      {
        what: 'a private key, certificates, or a bundle of authorities',
        value: `${count(limits.pemCharacters)} characters`,
        then: refused,
      },
      {
        what: 'pointers in `payload.only` or `payload.omit`',
        value: `${count(limits.payloadPointers)}, each through ${MAX_POINTER_LEVELS} levels`,
        then: refused,
      },
      {
        what: 'pointers in `sensitive` of an event type',
        value: `${count(limits.pointers)}, each through ${MAX_POINTER_LEVELS} levels`,
        then: refused,
      },
      { what: 'transforms of a webhook', value: count(limits.transforms), then: refused },
    ],
  },
  'Programs of a tenant: when they are saved': {
    text: 'Schemas, filters and transforms are programs. One that could be too expensive is refused when it is saved, with the part that costs most.',
    limits: [
      { what: 'a schema', value: `${count(schemas.MAX_SCHEMA_CHARACTERS)} characters`, then: refused },
      { what: 'depth of a schema', value: `${schemas.MAX_SCHEMA_DEPTH} levels`, then: refused },
      { what: 'subschemas', value: count(schemas.MAX_SUBSCHEMAS), then: refused },
      { what: 'references', value: count(schemas.MAX_REFERENCES), then: refused },
      {
        what: 'programs of all patterns of a schema',
        value: `${count(schemas.MAX_PATTERN_INSTRUCTIONS)} instructions`,
        then: refused,
      },
      { what: 'a compiled schema', value: bytes(schemas.MAX_COMPILED_BYTES), then: refused },
      {
        what: 'the smallest event by a schema',
        value: `${count(schemas.MAX_STEPS_OF_SMALLEST_EVENT)} steps`,
        then: refused,
      },
      {
        what: 'each further byte of an event',
        value: `${count(schemas.MAX_STEPS_PER_BYTE)} steps at worst`,
        then: refused,
      },
      { what: 'a filter or mapping', value: bytes(queries.MAX_QUERY_BYTES), then: refused },
      { what: 'nodes of a filter or mapping', value: count(queries.MAX_QUERY_NODES), then: refused },
      { what: 'depth of a filter or mapping', value: `${queries.MAX_QUERY_DEPTH} levels`, then: refused },
      { what: 'projections inside each other', value: count(queries.MAX_NESTED_PROJECTIONS), then: refused },
      { what: 'calls of functions', value: count(queries.MAX_QUERY_CALLS), then: refused },
    ],
  },
  'Programs of a tenant: when they run': {
    text: `Work is counted in steps; ${count(STEPS_PER_MS)} of them take about a millisecond of CPU. What runs out of them is refused alone: [reasons](reasons.md). Between pieces of work the process answers heartbeats and other tenants.`,
    limits: [
      {
        what: "one event's `data` by a tenant's schema",
        value: `${steps(schemas.validationAllowance(0).most)}, up to ${steps(schemas.validationAllowance(Infinity).most)} for a large event`,
        then: rejectedAs('validation-too-expensive'),
      },
      {
        what: 'all events of a tenant in one batch, above what is ordinary',
        value: steps(schemas.TENANT_VALIDATION_STEPS),
        then: rejectedAs('validation-too-expensive'),
      },
      {
        what: 'a filter, or `payload` and the transforms of a webhook together, for one event',
        value: steps(queries.MAX_QUERY_STEPS),
        then: failedAs('filter-too-expensive', 'payload-too-expensive', 'transform-too-expensive'),
      },
      {
        what: "a tenant's filters and transforms in one batch, above what is ordinary",
        value: steps(queries.TENANT_QUERY_STEPS),
        then: failedAs('filter-too-expensive', 'transform-too-expensive'),
      },
      {
        what: 'data that filters and transforms read',
        value: bytes(queries.MAX_INPUT_BYTES),
        then: failedAs('filter-too-expensive', 'transform-too-expensive'),
      },
      {
        what: 'a result of a transform',
        value: bytes(queries.MAX_RESULT_CHARACTERS),
        then: failedAs('transform-too-expensive'),
      },
      {
        what: 'texts of placeholders, one event and webhook',
        value: bytes(MAX_RESOLVED_BYTES),
        then: failedAs('placeholders-too-expensive'),
      },
    ],
  },
  Events: {
    text: '',
    limits: [
      {
        what: 'one event',
        variable: 'CASEWIRE_MAX_EVENT_BYTES',
        then: `413 over HTTP, else ${rejectedAs('too-large')}`,
      },
      {
        what: 'attributes of an event',
        value: `${MAX_ATTRIBUTES}, each value ${MAX_VALUE_BYTES} bytes`,
        then: rejectedAs('invalid-attribute'),
      },
      { what: 'events of one batch over HTTP', value: count(MAX_BATCH_EVENTS), then: refused },
      {
        what: 'events of a tenant over HTTP, each ingestion process',
        value: 'none',
        setting: "operator: the tenant's `publishPerSecond`",
        then: '429 with `Retry-After`; events on Kafka are never limited so',
      },
    ],
  },
  'Requests to the API': {
    text: 'Places have shares: a key holds at most three times what is free, which is three quarters of them alone.',
    limits: [
      { what: 'requests under way to one service', variable: 'CASEWIRE_OPEN_REQUESTS', then: overloaded },
      { what: 'requests whose body is on its way', variable: 'CASEWIRE_OPEN_REQUESTS', then: overloaded },
      { what: 'a body on its way', variable: 'CASEWIRE_UPLOAD_TIMEOUT_MS', then: '408' },
      { what: 'silence of a service', variable: 'CASEWIRE_UPSTREAM_TIMEOUT_MS', then: '503' },
      {
        what: 'wrong keys from one address in a minute',
        variable: 'CASEWIRE_AUTH_FAILURES_PER_MINUTE',
        then: 'its wrong keys are answered 429; valid ones are let in',
      },
      {
        what: 'checks of URLs of a tenant and environment in a minute, each process',
        value: count(MAX_URL_CHECKS),
        then: '429 with `Retry-After`',
      },
    ],
  },
  'Search and lists': {
    text: '[Search](dashboard.md#search) finds everything by indexes.',
    limits: [
      {
        what: 'things of each kind that a search lists',
        value: count(MAX_FOUND),
        then: '`more` names the kind',
      },
      {
        what: 'webhooks that are searched by name and host, those of single runs not counted',
        value: count(MAX_SEARCHED),
        then: 'the newest are searched',
      },
      {
        what: '`ids` of the list of invocations',
        value: count(MAX_IDS),
        then: '400 that names the field and the limit',
      },
      {
        what: 'events of a `correlationId` of the list of invocations',
        value: count(MAX_CORRELATED),
        then: 'the newest count',
      },
    ],
  },
  Sending: {
    text: 'Places and bytes have shares: a tenant holds at most three times what is free in an environment, which is three quarters alone, and a newcomer always finds room. What exceeds a limit waits in the ledger and is released again; nothing fails by it.',
    limits: [
      {
        what: 'requests under way, each delivery process',
        variable: 'CASEWIRE_DELIVERY_CONCURRENCY',
        then: 'deferred',
      },
      {
        what: 'requests under way to one webhook',
        variable: 'CASEWIRE_DELIVERY_CONCURRENCY_PER_WEBHOOK',
        setting: "customer: the webhook's `maxConcurrency`",
        then: 'deferred as `lane-full`',
      },
      {
        what: 'deliveries to one webhook that are started in a second',
        value: `none, or ${limits.leastRatePerSecond} to ${count(limits.ratePerSecond)}`,
        setting: "customer: the webhook's `rateLimitPerSecond`",
        then: 'deferred as `rate-limited`',
      },
      {
        what: 'waiting for a place',
        variable: 'CASEWIRE_DELIVERY_MAX_WAIT_MS',
        then: 'deferred as `lane-full`',
      },
      {
        what: 'one attempt',
        value: '10 s',
        setting: "customer: the webhook's `timeoutMs`",
        then: 'the attempt fails as `timeout`',
      },
      {
        what: 'use of one connection',
        variable: 'CASEWIRE_DELIVERY_CONNECTION_MAX_AGE_MS',
        then: 'a new one is opened, with a new look-up',
      },
      { what: 'connecting, all addresses of a name together', value: '10 s', then: 'the attempt fails' },
      {
        what: 'headers of an answer',
        value: '64 KiB',
        then: 'the attempt is recorded with the code, if it came',
      },
      { what: 'body of an answer', value: '64 KiB are read, 4 KiB are kept', then: 'the rest is left out' },
      { what: 'query of a GET', value: bytes(MAX_GET_QUERY_BYTES), then: failedAs('body-too-large') },
      {
        what: '`Retry-After` of a receiver',
        value: `${MAX_RETRY_AFTER_MS / 3_600_000} h`,
        then: 'a longer one counts as this',
      },
    ],
  },
  Inspectors: {
    text: '[Inspectors](inspector.md) are for trying things in the sandbox.',
    limits: [
      { what: 'inspectors of a tenant', value: count(inspectors.MAX_INSPECTORS), then: limitReached },
      {
        what: 'the life of an inspector',
        value: duration(inspectors.LIFETIME_MS / 1_000),
        then: 'it is deleted with its requests; deliveries to it are answered 404',
      },
      {
        what: 'requests that are kept of an inspector',
        value: count(inspectors.KEPT_REQUESTS),
        then: 'the oldest one makes room',
      },
      {
        what: 'the body of a request',
        value: bytes(inspectors.MAX_REQUEST_BYTES),
        then: 'answered 413, and kept as far as that',
      },
      {
        what: 'requests to an inspector at once, each process',
        value: count(inspectors.MAX_AT_ONCE),
        then: 'answered 503, and not kept',
      },
      {
        what: 'requests to all inspectors at once, each process',
        value: `${count(inspectors.PLACES)}, of which a tenant has a share`,
        then: 'answered 503, and not kept',
      },
      {
        what: 'the wait before an answer',
        value: `${inspectors.MAX_DELAY_MS / 1_000} s`,
        setting: "customer: the inspector's `respond`",
        then: refused,
      },
      {
        what: 'the body of an answer',
        value: `${count(inspectors.MAX_ANSWER_CHARACTERS)} characters as JSON`,
        then: refused,
      },
    ],
  },
  'Replays, cancelled sets and failures': {
    text: '[Replays](replays.md) keep behind live traffic.',
    limits: [
      {
        what: 'replays of a webhook at once',
        value: '1',
        then: '409 `already-exists`, with the `id` of the first',
      },
      {
        what: 'replays at once in an environment of a tenant',
        value: count(MAX_OPEN_REPLAYS),
        then: limitReached,
      },
      {
        what: 'releases of a replay without an outcome',
        value: `half of \`maxConcurrency\` and of \`rateLimitPerSecond\`, ${count(MAX_WINDOW)} at most`,
        variable: 'CASEWIRE_DELIVERY_CONCURRENCY_PER_WEBHOOK',
        setting: "owner: the webhook's settings",
        then: 'the replay goes on when outcomes come in',
      },
      {
        what: 'the beginning of a replay of what is `missing`',
        variable: 'CASEWIRE_EVENT_RETENTION_DAYS',
        then: '422 with `oldest`',
      },
      {
        what: 'invocations that one request cancels',
        value: count(MAX_CANCELLED),
        then: '`hasMore` is true: send it again',
      },
      {
        what: 'classes of the [failures](failures.md) of a webhook',
        value: `${MAX_FAILURE_CLASSES}, ${MAX_ANSWER_CLASSES} of them for answers`,
        then: 'further answers count as `other`',
      },
    ],
  },
  Retention: {
    text: '',
    limits: [
      {
        what: 'invocations and attempts',
        variable: 'CASEWIRE_HISTORY_RETENTION_DAYS',
        then: `deleted; what has not ended: ${failedAs('expired')}`,
      },
      {
        what: 'notes of an invocation: held, resumed, retried, cancelled, expired',
        value: count(MAX_NOTES),
        then: 'the oldest goes; the numbers of the others tell how many there were',
      },
      {
        what: 'accepted events',
        variable: 'CASEWIRE_EVENT_RETENTION_DAYS',
        then: 'deleted; no longer shown, nor rematched',
      },
      { what: 'rejected events', variable: 'CASEWIRE_REJECTED_RETENTION_DAYS', then: 'deleted' },
      { what: 'entries of the audit', variable: 'CASEWIRE_AUDIT_RETENTION_DAYS', then: 'deleted' },
      {
        what: 'the last state of a run',
        variable: 'CASEWIRE_RUN_RETENTION_DAYS',
        then: 'forgotten: the next event enters its state anew',
      },
      { what: 'webhooks of a run after its end', value: '30 days', then: 'deleted' },
      {
        what: 'the address of the data of a thin delivery, after the last attempt',
        variable: 'CASEWIRE_DATA_URL_SECONDS',
        then: '410 `expired`',
      },
      { what: 'notes of who has fetched such data', value: '90 days', then: 'deleted' },
      { what: 'a session', value: lifetime(sessionSeconds.tenant), then: sessionEnded },
      { what: 'a session of the operator', value: lifetime(sessionSeconds.operator), then: sessionEnded },
      {
        what: 'sessions of a tenant by its keys',
        value: count(MAX_KEY_SESSIONS),
        then: 'the one that was not used for longest ends',
      },
      {
        what: "the operator's view of a tenant that a reason has unlocked",
        value: duration(unlockedViewSeconds),
        then: 'it is for reading again',
      },
      {
        what: 'a portal link that is not used',
        value: duration(linkSeconds.default),
        setting: `the link's \`expiresInSeconds\`: ${duration(linkSeconds.min)} to ${duration(linkSeconds.max)}`,
        then: '410 `expired`; listed for 30 days more',
      },
      { what: 'claims of identities', value: '30 days', then: 'an equal event is a new one' },
      {
        what: 'an `Idempotency-Key`',
        value: '24 hours, of a run request 7 days',
        then: 'the request is a new one',
      },
    ],
  },
};

/**
 * `docs/limits.md`: every limit, its value, who changes it and what happens at it. Values come from the code, except those
 * that are written as text above, which the code keeps to itself: change both.
 */
export async function limitsPage(): Promise<string> {
  const defaults = new Map(
    (await readDeclarations()).map(({ name, about }) => [name, about.default ?? 'none']),
  );
  return [
    '# Limits',
    '',
    '<!-- Made by `npm run docs` from `tools/limits-page.ts` and the constants that it reads: change those. -->',
    '',
    'Every limit, and what happens at it. Where no one is named who changes it, it is fixed. [Configuration](configuration.md) has the variables.',
    '',
    ...Object.entries(sections).flatMap(([title, section]) => [
      `## ${title}`,
      '',
      section.text,
      '',
      '| what | limit | changed by | at the limit |',
      '| --- | --- | --- | --- |',
      ...section.limits.map((limit) => row(limit, defaults)),
      '',
    ]),
  ].join('\n');
}

function row({ what, value, variable, setting, then }: Limit, defaults: ReadonlyMap<string, string>): string {
  const changedBy = [
    ...(variable === undefined ? [] : [`operator: \`${variable}\``]),
    ...(setting === undefined ? [] : [setting]),
  ];
  const limit = value ?? (variable && withUnit(variable, defaults.get(variable)));
  if (limit === undefined) throw new Error(`${what} has no value, and no variable that is declared`);
  return `| ${what} | ${limit} | ${changedBy.join('; ')} | ${then} |`;
}

/** The unit of a variable is the end of its name. */
function withUnit(variable: string, value: string | undefined): string | undefined {
  if (variable.endsWith('_MS')) return `${Number(value) / 1000} s`;
  if (variable.endsWith('_SECONDS')) return `${count(Number(value))} s`;
  return variable.endsWith('_DAYS') ? `${value} days` : value;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function lifetime({ idle, total }: { readonly idle: number; readonly total: number }): string {
  return `${duration(total)}, ${duration(idle)} without a request`;
}

function duration(seconds: number): string {
  if (seconds > 24 * 3_600) return `${seconds / (24 * 3_600)} days`;
  return seconds % 3_600 === 0 ? `${seconds / 3_600} h` : `${seconds / 60} min`;
}

function bytes(number: number): string {
  return number >= 1024 * 1024 ? `${number / 1024 / 1024} MiB` : `${number / 1024} KiB`;
}

function steps(number: number): string {
  return `about ${number / STEPS_PER_MS} ms of CPU`;
}
