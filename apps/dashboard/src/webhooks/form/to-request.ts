import type { NewWebhook, Webhook, WebhookChange } from '../../api/types.ts';
import { DEFAULT, emptyValues, valuesOf, type WebhookValues } from './webhook-values.ts';

/** What the form says about each setting that can be changed; undefined where it takes its default. */
type Settings = Omit<
  NewWebhook,
  'definitionId' | 'runtimeId' | 'method' | 'ordering' | 'status' | 'tls' | 'options'
>;

/** The body that creates a webhook. */
export function toNewWebhook(values: WebhookValues): NewWebhook {
  const { level, definitionId, runtimeId, method, ordering } = values;
  return withoutUndefined({
    ...settingsOf(values),
    definitionId: level === 'definition' ? definitionId.trim() : undefined,
    runtimeId: level === 'runtime' ? runtimeId.trim() : undefined,
    method: method === emptyValues.method ? undefined : method,
    ordering: ordering === emptyValues.ordering ? undefined : ordering,
  }) as NewWebhook;
}

/** The body that changes a webhook: the settings that differ from what it has. Null takes the default. */
export function toChange(values: WebhookValues, webhook: Webhook): WebhookChange {
  const before = settingsOf(valuesOf(webhook));
  const changed = Object.entries(settingsOf(values)).flatMap(([name, value]) => {
    const isSame = JSON.stringify(value) === JSON.stringify(before[name as keyof Settings]);
    return isSame ? [] : [[name, value ?? resetOf(name)] as const];
  });
  const { signing } = values.scheme === 'none' ? { signing: {} } : webhook;
  return Object.fromEntries(
    // What the form does not show of the signature stays.
    changed.map(([name, value]) => [name, name === 'signing' ? { ...signing, ...(value as object) } : value]),
  );
}

/** Some settings have a default that can be named, and no null. */
const resets: Readonly<Record<string, unknown>> = {
  events: ['*'],
  headers: {},
  format: 'native',
  signing: { scheme: 'native' },
  onGiveUp: 'skip',
};

function resetOf(name: string): unknown {
  return name in resets ? resets[name] : null;
}

function settingsOf(values: WebhookValues): { [Name in keyof Settings]?: Settings[Name] | undefined } {
  const { name, url, takesAll, events, stateNames, filter, format, mappings, only, omit } = values;
  const { timeoutSeconds, rateLimitPerSecond, maxConcurrency, onGiveUp, successStatus } = values;
  const named = values.headers.filter((header) => header.name.trim() !== '');
  const payload = { ...(only.length > 0 && { only }), ...(omit.length > 0 && { omit }) };
  return {
    ...{ name: name.trim() || undefined, url: url.trim(), events: takesAll ? undefined : events },
    ...{ stateNames: stateNames.length === 0 ? undefined : stateNames, filter: filter.trim() || undefined },
    format: format === 'native' ? undefined : format,
    request: mappings.length === 0 ? undefined : { transform: mappings.map(toTransform) },
    payload: Object.keys(payload).length === 0 ? undefined : payload,
    headers:
      named.length === 0
        ? undefined
        : Object.fromEntries(named.map((header) => [header.name.trim(), header.value])),
    ...{ auth: authOf(values), signing: signingOf(values), retry: retryOf(values) },
    timeoutMs: timeoutSeconds === '' ? undefined : Math.round(timeoutSeconds * 1_000),
    rateLimitPerSecond: rateLimitPerSecond === '' ? undefined : rateLimitPerSecond,
    maxConcurrency: maxConcurrency === '' ? undefined : maxConcurrency,
    onGiveUp: onGiveUp === 'skip' ? undefined : onGiveUp,
    successStatus: successStatus === DEFAULT ? undefined : successStatus,
    expiresAt: values.expiresAt,
  };
}

function toTransform(mapping: string) {
  return { transformer: 'jmespath' as const, mapping };
}

function authOf(values: WebhookValues): NewWebhook['auth'] | undefined {
  const { authKind, username, password, token, tokenUrl, clientId, clientSecret, scope } = values;
  switch (authKind) {
    case 'basic':
      return { basic: { username, password } };
    case 'bearer':
      return { bearer: { token } };
    case 'oauth2':
      return { oauth2: { tokenUrl, clientId, clientSecret, ...(scope !== '' && { scope }) } };
    case 'keep':
      return {};
    case 'none':
      return undefined;
  }
}

function signingOf({ scheme, signatureHeader }: WebhookValues): NewWebhook['signing'] | undefined {
  const header = signatureHeader.trim();
  if (scheme === 'native' && header === '') return undefined;
  return { ...(scheme !== 'native' && { scheme }), ...(header !== '' && { header }) };
}

function retryOf({ retry, delays }: WebhookValues): NewWebhook['retry'] | undefined {
  if (retry === DEFAULT) return undefined;
  return retry === 'own' ? { delaysSeconds: delaysOf(delays) } : retry;
}

/** The delays of a text, in seconds; what is no number becomes one that the API refuses. */
export function delaysOf(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => (Number.isFinite(Number(part)) ? Number(part) : -1));
}

function withoutUndefined(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** The field of the form that a path of the API belongs to: `retry.delaysSeconds.0` to `delays`. */
export function fieldOf(path: string): string {
  const [first = '', second = ''] = path.split('.');
  switch (first) {
    case 'request':
      return 'mappings';
    case 'payload':
      return second === 'omit' ? 'omit' : 'only';
    case 'signing':
      return second === 'header' ? 'signatureHeader' : 'scheme';
    case 'retry':
      return second === '' ? 'retry' : 'delays';
    case 'timeoutMs':
      return 'timeoutSeconds';
    case 'auth':
      return path.split('.')[2] ?? 'authKind';
    default:
      return first;
  }
}
