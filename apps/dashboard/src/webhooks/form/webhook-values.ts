import type { NewWebhook, Webhook } from '../../api/types.ts';

type Named<Member extends keyof NewWebhook> = NonNullable<NewWebhook[Member]>;

/** A choice of the form that leaves a setting as it is by default. */
export const DEFAULT = 'default';

/** The fields of the form for a webhook. A number that was not given is an empty text. */
export interface WebhookValues {
  name: string;
  url: string;
  level: Webhook['level'];
  definitionId: string;
  runtimeId: string;
  method: Named<'method'>;
  takesAll: boolean;
  events: string[];
  stateNames: string[];
  filter: string;
  format: Named<'format'>;
  /** JMESPath, applied one after the other. */
  mappings: string[];
  only: string[];
  omit: string[];
  headers: { name: string; value: string }[];
  /** `keep`: the credentials that the webhook has, which are not shown. */
  authKind: 'none' | 'basic' | 'bearer' | 'oauth2' | 'keep';
  username: string;
  password: string;
  token: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  scheme: NonNullable<Named<'signing'>['scheme']>;
  signatureHeader: string;
  retry: 'none' | 'standard' | 'fast' | 'patient' | 'default' | 'own';
  /** Seconds, with commas or spaces between them. */
  delays: string;
  timeoutSeconds: number | '';
  rateLimitPerSecond: number | '';
  maxConcurrency: number | '';
  ordering: Named<'ordering'>;
  onGiveUp: Named<'onGiveUp'>;
  successStatus: Named<'successStatus'> | 'default';
  expiresAt: string | undefined;
}

export const emptyValues: WebhookValues = {
  ...{ name: '', url: '', level: 'customer', definitionId: '', runtimeId: '', method: 'POST' },
  ...{
    takesAll: true,
    events: [],
    stateNames: [],
    filter: '',
    format: 'native',
    mappings: [],
    only: [],
    omit: [],
  },
  ...{ headers: [], authKind: 'none', username: '', password: '', token: '' },
  ...{ tokenUrl: '', clientId: '', clientSecret: '', scope: '', scheme: 'native', signatureHeader: '' },
  ...{ retry: DEFAULT, delays: '', timeoutSeconds: '', rateLimitPerSecond: '', maxConcurrency: '' },
  ...{ ordering: 'none', onGiveUp: 'skip', successStatus: DEFAULT, expiresAt: undefined },
};

/** The fields as a webhook has them. */
export function valuesOf(webhook: Webhook): WebhookValues {
  const { signing, retry, timeoutMs, request, payload } = webhook;
  const isOwnRetry = retry !== null && typeof retry !== 'string';
  return {
    ...emptyValues,
    ...{ name: webhook.name ?? '', url: webhook.url, level: webhook.level, method: webhook.method },
    ...{ definitionId: webhook.definitionId ?? '', runtimeId: webhook.runtimeId ?? '' },
    takesAll: webhook.events.includes('*'),
    events: webhook.events.filter((pattern) => pattern !== '*'),
    ...{ stateNames: [...(webhook.stateNames ?? [])], filter: webhook.filter ?? '', format: webhook.format },
    mappings: request?.transform.map(({ mapping }) => mapping) ?? [],
    ...{ only: [...(payload?.only ?? [])], omit: [...(payload?.omit ?? [])] },
    headers: Object.entries(webhook.headers).map(([name, value]) => ({ name, value })),
    authKind: webhook.auth === null ? 'none' : 'keep',
    ...{ scheme: signing.scheme ?? 'native', signatureHeader: signing.header ?? '' },
    retry: isOwnRetry ? 'own' : (retry ?? DEFAULT),
    delays: isOwnRetry ? retry.delaysSeconds.join(', ') : '',
    timeoutSeconds: timeoutMs === null ? '' : timeoutMs / 1_000,
    ...{ rateLimitPerSecond: webhook.rateLimitPerSecond ?? '', maxConcurrency: webhook.maxConcurrency ?? '' },
    ...{ ordering: webhook.ordering, onGiveUp: webhook.onGiveUp },
    ...{ successStatus: webhook.successStatus ?? DEFAULT, expiresAt: webhook.expiresAt ?? undefined },
  };
}
