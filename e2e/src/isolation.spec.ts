import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { nameOf, operationsOf, readApiDocument, scopeOf } from './support/api-document.ts';
import { apiCalls, apiOperations, type ApiCall } from './support/api-operations.ts';
import { bearer, makeCall, operatorFor, type RequestHeaders } from './support/make-call.ts';
import { createOwner, OWN_WORDS } from './support/owned-things.ts';
import { holdsPassport } from './support/passport.ts';
import { createPlantedTenant } from './support/planted-tenant.ts';
import { openLink } from './support/sessions.ts';
import { useSystem } from './support/use-system.ts';

const keyScopes = ['read', 'payloads', 'write', 'replay', 'secrets'] as const;

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The scopes that a session for reading has. */
const readerScopes: readonly string[] = ['read', 'payloads'];

const system = useSystem();
const receiver = useReceiver();
const owner = useResource(() => createOwner(system, receiver));
const description = useResource(async () => ({
  operations: operationsOf(await readApiDocument(system.url)).map((operation) => ({
    name: nameOf(operation),
    scope: scopeOf(operation),
  })),
}));

const ask = (headers: RequestHeaders, name: string, call: ApiCall) =>
  makeCall(system.url, headers, name, call);

/** Each operation with the scope that it needs and a request for it about the things of the owner. */
function walk() {
  const calls = apiCalls(owner.things);
  return description.operations.flatMap(({ name, scope }) => {
    const call = calls[name];
    return call === undefined ? [] : [{ name, scope, call }];
  });
}

/** Ids of the owner's things, and words that only they contain. */
function marksOfOwner(): string[] {
  const { secretName: _secret, eventType: _type, ...ids } = owner.things;
  return [...Object.values(ids), OWN_WORDS];
}

/** Everything that the owner and the operator can read about the owner. */
async function stateOfOwner(): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const { name, scope, call } of walk()) {
    if (!name.startsWith('GET ') || call.isUnsteady === true) continue;
    const reader = scope === 'operator' ? operatorFor(system, owner.tenant.id) : bearer(owner.tenant.key);
    const { status, text } = await ask(reader, name, call);
    state[name] = `${status} ${withoutWhatMovesOn(text)}`;
  }
  return state;
}

/** A trend has the last 24 hours, so it moves on at each full hour; so does the last use of a key. */
function withoutWhatMovesOn(text: string): string {
  return text
    .replaceAll(/"trend":\[[^\]]*\]/g, '"trend":[]')
    .replaceAll(/"lastUsedAt":"[^"]*"/g, '"lastUsedAt":null');
}

/** @returns the new key */
async function createKey(scopes: readonly string[], tenantId = owner.tenant.id): Promise<string> {
  const path = `/v1/tenants/${tenantId}/api-keys`;
  const { body } = await system.operator.post<{ key: string }>(path, { environment: 'sandbox', scopes });
  return body.key;
}

interface Stranger {
  readonly headers: RequestHeaders;
  readonly isOperator?: boolean;
  /** It is of the owner's tenant, in its other environment. */
  readonly isOfTenant?: boolean;
}

const strangers: Readonly<Record<string, () => Promise<Stranger>>> = {
  'another tenant': async () => ({ headers: bearer((await system.createTenant()).key) }),
  'the other environment of the tenant': async () => ({
    headers: bearer((await owner.tenant.inProduction()).key),
    isOfTenant: true,
  }),
  'the operator who acts for another tenant': async () => ({
    headers: operatorFor(system, (await system.createTenant()).id),
    isOperator: true,
  }),
  'the operator who acts for the other environment': () =>
    Promise.resolve({
      headers: operatorFor(system, owner.tenant.id, 'production'),
      isOperator: true,
      isOfTenant: true,
    }),
};

/** The requests that a stranger makes: tenants are the operator's own, and what crosses environments is made for that. */
function walkOf({ isOperator = false, isOfTenant = false }: Stranger) {
  return walk().filter(
    ({ scope, call }) => !(isOperator && scope === 'operator') && !(isOfTenant && call.kind === 'crossing'),
  );
}

describe('every operation of the API', () => {
  it('has a line in the table of operations', () => {
    const known = Object.keys(apiOperations).sort();
    expect(known).toEqual(description.operations.map(({ name }) => name).sort());
  });

  it.each(Object.keys(strangers))('hides from %s what a tenant has', async (who) => {
    const stranger = await strangers[who]?.();
    if (stranger === undefined) throw new Error('there is no such stranger');
    const before = await stateOfOwner();
    const marks = marksOfOwner();
    const leaks: unknown[] = [];
    for (const { name, scope, call } of walkOf(stranger)) {
      const { status, text } = await ask(stranger.headers, name, call);
      const notFound = stranger.isOfTenant === true ? (call.elsewhere ?? 404) : 404;
      const hides = call.kind !== 'hidden' || status === (scope === 'operator' ? 403 : notFound);
      const isShown = status < 300 && marks.some((mark) => text.includes(mark));
      if (!hides || isShown || status >= 500) leaks.push([name, status, text]);
    }
    expect(leaks).toEqual([]);
    expect(await stateOfOwner()).toEqual(before);
  });

  it('finds a thing by its id in capitals too', async () => {
    const wrong: unknown[] = [];
    for (const { name, scope, call } of walk()) {
      if (!name.startsWith('GET ') || call.ids === undefined) continue;
      const capitals = Object.entries(call.ids).map(
        ([key, id]) => [key, UUID.test(id) ? id.toUpperCase() : id] as const,
      );
      const reader = scope === 'operator' ? operatorFor(system, owner.tenant.id) : bearer(owner.tenant.key);
      const asWritten = await ask(reader, name, call);
      const inCapitals = await ask(reader, name, { ...call, ids: Object.fromEntries(capitals) });
      const [text, expected] = [inCapitals.text, asWritten.text].map(withoutWhatMovesOn);
      const isSame = call.isUnsteady === true || text === expected;
      if (inCapitals.status !== asWritten.status || !isSame)
        wrong.push([name, inCapitals.status, inCapitals.text]);
    }
    expect(wrong).toEqual([]);
  });

  it.each(keyScopes)('that needs the scope %s is refused to a key without it', async (scope) => {
    const key = await createKey(keyScopes.filter((each) => each !== scope));
    const before = await stateOfOwner();
    const guarded = walk().filter((each) => each.scope === scope);
    expect(guarded.length).toBeGreaterThan(0);
    for (const { name, call } of guarded) {
      const { status, text } = await ask(bearer(key), name, call);
      expect([name, status, text]).toEqual([name, 403, expect.stringContaining(`scope \\"${scope}\\"`)]);
    }
    expect(await stateOfOwner()).toEqual(before);
  });

  it("of the operator's is refused to a key of a tenant", async () => {
    for (const { name, call } of walk().filter(({ scope }) => scope === 'operator')) {
      expect([name, (await ask(bearer(owner.tenant.key), name, call)).status]).toEqual([name, 403]);
    }
  });

  it('lets a session for reading read and change nothing', async () => {
    const before = await stateOfOwner();
    for (const { name, scope, call } of walk()) {
      if (scope === undefined) continue;
      const { status, text } = await ask(owner.reader.headers, name, call);
      const isAllowed = readerScopes.includes(scope);
      expect([name, isAllowed ? status < 300 : status, text]).toEqual([name, isAllowed ? true : 403, text]);
    }
    expect(await stateOfOwner()).toEqual(before);
  });

  it('is asked here as its owner may ask: the requests themselves are right', async () => {
    const key = await createKey(keyScopes);
    const wrong: unknown[] = [];
    for (const [name, call] of Object.entries(apiCalls(owner.things))) {
      const scope = walk().find((each) => each.name === name)?.scope;
      const isOperators = scope === 'operator' || call.kind === 'crossing';
      const answer = await ask(isOperators ? operatorFor(system, owner.tenant.id) : bearer(key), name, call);
      const isRight = answer.status < 300 || answer.status === 409 || call.kind === 'session';
      if (!isRight) wrong.push([name, answer]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('what is sensitive', () => {
  const echo = useReceiver();
  const planted = useResource(() => createPlantedTenant(system, echo), { openDeadlineMs: 120_000 });

  /** Operations by which somebody would read the number, if nothing was hidden. */
  const showing = [
    'GET /api/v3/notifications/webhook/history',
    'GET /v1/data/{address}',
    'GET /v1/events/{uid}',
    'GET /v1/inspectors/{id}/requests',
    'GET /v1/invocations/{id}',
    'GET /v1/invocations/{id}/attempts',
    'GET /v1/rejected-events',
    'GET /v1/rejected-events/{id}',
    'POST /v1/invocations/{id}/resend',
    'POST /v1/reveals',
    'POST /v1/webhooks/preview',
    'POST /v1/webhooks/{id}/test',
  ];

  /** All operations in their order, and those that are about one thing for each of the things that have the number. */
  function calls(): (readonly [name: string, call: ApiCall])[] {
    const { things, events, invocations, dataAddress } = planted;
    const all = [
      ...invocations.map((invocation) => ({ ...things, invocation })),
      ...events.map((event) => ({ ...things, event })),
      { ...things, dataAddress },
    ].map((each) => Object.entries(apiCalls(each)).map(asDryRun));
    const isReading = ([name, { kind }]: readonly [string, ApiCall]) =>
      kind === 'hidden' && /^GET |\/(?:preview|reveals|resend)$/.test(name);
    return [...all.slice(1).flatMap((each) => each.filter(isReading)), ...(all[0] ?? [])];
  }

  /** A dry run shows what would be sent anew. The invocation that is begun otherwise shows nothing of it. */
  function asDryRun([name, call]: readonly [string, ApiCall]): readonly [string, ApiCall] {
    return [name, name === 'POST /v1/invocations/{id}/resend' ? { ...call, body: { dryRun: true } } : call];
  }

  /** @returns the operations whose answers hold the number */
  async function operationsShowing(
    headers: RequestHeaders,
    of: readonly (readonly [string, ApiCall])[],
  ): Promise<string[]> {
    const found = new Set<string>();
    for (const [name, call] of of) {
      const { text } = await ask(headers, name, call);
      if (holdsPassport(text)) found.add(name);
    }
    return [...found].toSorted();
  }

  it('is shown to a key with the scope payloads, and to a session by no operation but its reveal', async () => {
    const { tenant } = planted;
    const { headers } = await openLink(system, tenant.id, { environments: ['sandbox'] });
    const keeping = calls().filter(([name]) => showing.includes(name));
    expect(await operationsShowing(bearer(tenant.key), keeping)).toEqual(showing);
    const reader = await createKey(['read'], tenant.id);
    expect(await operationsShowing(bearer(reader), keeping)).toEqual([]);
    const test = apiCalls(planted.things)['POST /v1/webhooks/{id}/test'];
    const revealing =
      test && ([['POST /v1/webhooks/{id}/test', { ...test, body: { revealAnswer: true } }]] as const);
    expect(await operationsShowing(headers, revealing ?? [])).toHaveLength(1);
    const made = calls().filter(([, { kind }]) => kind !== 'session');
    expect(await operationsShowing(headers, made)).toEqual(['POST /v1/reveals']);
    const { data } = await tenant.api.client.GET('/v1/audit', {
      params: { query: { action: 'payload.revealed', limit: 100 } },
    });
    expect(data.data.map(({ resource }) => resource)).toContain(`webhooks/${planted.things.webhook}/test`);
  });
});
