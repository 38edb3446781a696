import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { changedSettingColumns, newSettingColumns, toShownSettings } from './setting-columns.ts';
import { newWebhookSchema, settings, shownSettingsShape, webhookChangeSchema } from './settings.ts';

const url = 'https://receiver.example/';
const mapping = { transformer: 'jmespath', mapping: '{a: @}' };

/** A value of each setting that is not its default. */
const given: Readonly<Record<keyof typeof settings, unknown>> = {
  name: 'everything',
  url,
  events: ['workflow.*'],
  definitionId: 'kyb',
  runtimeId: 'run-1',
  method: 'PUT',
  headers: { 'x-key': 'value' },
  auth: { basic: { username: 'casewire', password: 'correct horse' } },
  tls: { minVersion: '1.3' },
  format: 'standard',
  signing: { scheme: 'hmac-body-hex', header: 'x-signature', secret: 'webhook-shared-secret' },
  sendWebhookId: false,
  retry: { delaysSeconds: [1, 2.5], maxAgeSeconds: 60 },
  onGiveUp: 'block',
  rateLimitPerSecond: 0.2,
  timeoutMs: 500,
  maxConcurrency: 7,
  ordering: 'subject',
  successStatus: '200',
  options: { idwise: { eventId: true } },
  status: 'disabled',
  expiresAt: '2050-01-31T12:00:00+02:00',
  stateNames: ['approved'],
  filter: 'data.a',
  payload: { only: ['/context'], omit: ['/context/documents/*/pages'] },
  request: { transform: mapping },
};

/** The settings that answers show otherwise than they were given. */
const shownOtherwise = {
  auth: { basic: { username: 'casewire' } },
  signing: { scheme: 'hmac-body-hex', header: 'x-signature' },
  expiresAt: '2050-01-31T10:00:00.000Z',
  request: { transform: [mapping] },
};

const names = Object.keys(settings);
const fixedNames = ['definitionId', 'runtimeId', 'method', 'ordering'];

describe('the settings of a webhook', () => {
  it('are shown as they were given, without secrets, in the order of the table', async () => {
    const shown = toShownSettings(newSettingColumns(await newWebhookSchema.parseAsync(given)));
    expect(shown).toEqual({ ...given, ...shownOtherwise });
    expect(Object.keys(shown)).toEqual(names);
    expect(z.strictObject(shownSettingsShape).safeParse(shown).success).toBe(true);
  });

  it('are null or have a default where they are not given', async () => {
    const shown = toShownSettings(newSettingColumns(await newWebhookSchema.parseAsync({ url })));
    expect(Object.values(shown)).not.toContain(undefined);
    expect(z.strictObject(shownSettingsShape).safeParse(shown).success).toBe(true);
  });

  it('show the URL as it is sent', async () => {
    const shownUrl = async (given: string) =>
      toShownSettings(newSettingColumns(await newWebhookSchema.parseAsync({ url: given }))).url;
    expect(await shownUrl('https://receiver.example/{a}/é?q=\'a\'|b&c="d"#e')).toBe(
      "https://receiver.example/{a}/%C3%A9?q='a'|b&c=%22d%22",
    );
    expect(await shownUrl('https://receiver.example/h?')).toBe('https://receiver.example/h?');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'refuse a header named %s, by its name',
    async (name) => {
      const headers = { ...Object.fromEntries([[name, 'a']]), 'X-B': 'b' };
      for (const schema of [newWebhookSchema, webhookChangeSchema]) {
        const { error } = await schema.safeParseAsync({ url, headers });
        expect(error?.issues.map(({ path }) => path)).toEqual([['headers', name]]);
      }
    },
  );

  it('change one by one, and the others stay', async () => {
    const before = newSettingColumns(await newWebhookSchema.parseAsync({ url }));
    for (const name of names.filter((each) => !fixedNames.includes(each))) {
      const value = name === 'signing' ? shownOtherwise.signing : given[name as keyof typeof given];
      const after = changedSettingColumns(before, await webhookChangeSchema.parseAsync({ [name]: value }));
      expect(toShownSettings(after)).toEqual({
        ...toShownSettings(before),
        [name]: { ...given, ...shownOtherwise }[name],
      });
    }
  });

  it('go back to their default by null, if that is null', async () => {
    const all = newSettingColumns(await newWebhookSchema.parseAsync(given));
    const none = newSettingColumns(await newWebhookSchema.parseAsync({ url }));
    for (const [name, value] of Object.entries(toShownSettings(none))) {
      if (value !== null || fixedNames.includes(name)) continue;
      const after = changedSettingColumns(all, await webhookChangeSchema.parseAsync({ [name]: null }));
      expect(toShownSettings(after)).toEqual({ ...toShownSettings(all), [name]: null });
    }
  });

  it.each<[string, object, string]>([
    ['payload', {}, 'names neither'],
    ['payload.omit', { omit: [] }, 'Too small'],
    ['payload.omit.0', { omit: [''] }, 'names the whole document'],
    ['payload.omit.1', { omit: ['/a', '/*'] }, 'leaves nothing of the document'],
    ['payload.only.0', { only: [''] }, 'names the whole document'],
    ['payload.only.0', { only: ['a.b'] }, 'is not a JSON Pointer'],
    ['payload.only.0', { only: ['/a/b'], omit: ['/a/*'] }, 'is left out by /a/*'],
    ['payload.only', { only: Array.from({ length: 101 }, (_, index) => `/${index}`) }, 'Too big'],
    ['payload.omit.0', { omit: [`/${'a'.repeat(512)}`] }, 'Too big'],
  ])('refuse %s in the selection %j', async (path, payload, message) => {
    const { error } = await newWebhookSchema.safeParseAsync({ url, payload });
    expect(error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([
      [path, expect.stringContaining(message)],
    ]);
  });

  it.each(fixedNames)('cannot be changed if they decide what is under way: %s', (name) => {
    const { error } = webhookChangeSchema.safeParse({ [name]: given[name as keyof typeof given] });
    expect(error?.issues).toMatchObject([
      { path: [name], message: 'cannot be changed; create another webhook' },
    ]);
  });
});
