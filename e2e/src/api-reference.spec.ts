import { useResource } from '@casewire/testing/fixtures';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from '@jest/globals';
import { pixelsBeyondTheEdge } from './support/browser.ts';
import { operationsOf, readApiDocument } from './support/api-document.ts';
import { usePages } from './support/use-pages.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const pages = usePages(system);
const api = useResource(async () => ({ document: await readApiDocument(system.url) }));

/** The rules that matter to those who read the description or make clients of it. */
const rules = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'no-unused-components': 'error',
  'no-identical-paths': 'error',
  'path-parameters-defined': 'error',
  'path-declaration-must-exist': 'error',
  'path-not-include-query': 'error',
  'no-path-trailing-slash': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-parameters-unique': 'error',
  'operation-summary': 'error',
  'operation-2xx-response': 'error',
  'operation-4xx-response': 'error',
  'operation-singular-tag': 'error',
  'operation-tag-defined': 'error',
  'security-defined': 'error',
  'no-enum-type-mismatch': 'error',
  'no-required-schema-properties-undefined': 'error',
  'no-invalid-parameter-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'no-invalid-media-type-examples': 'error',
} as const;

describe('the description of the API', () => {
  it('keeps the rules of a linter, its examples included', async () => {
    const source = JSON.stringify(api.document);
    const problems = await lintFromString({ source, config: await createConfig({ rules }) });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
  });

  it('has an example of each request and each answer, and one of each refusal for every code', () => {
    const without = operationsOf(api.document).flatMap(({ method, path, operation }) => {
      const bodies = { request: operation.requestBody, ...operation.responses };
      return Object.entries(bodies).flatMap(([name, body]) =>
        Object.entries(body?.content ?? {})
          .filter(([, { example, examples }]) => example === undefined && examples === undefined)
          .map(([type]) => `${method} ${path}, ${name}, ${type}`),
      );
    });
    expect(without).toEqual([]);
  });

  it('tells receivers what each event type of the catalogue brings them', async () => {
    const tenant = await system.createTenant();
    const types = tenant.api.client.items('/v1/event-types');
    const expected: string[] = [];
    for await (const { family, type } of types) expected.push(`${family}: ${type}`);
    expect(Object.keys(api.document.webhooks).sort()).toEqual(expected.sort());
  });
});

describe('the reference at /docs', () => {
  it.each([1_280, 390])('shows operations and deliveries at %d pixels, and sends nothing', async (width) => {
    const page = await pages.open({ width });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${system.url}/docs`);
    await page.getByText('/v1/webhooks/{id}/replay').first().waitFor();
    await page.getByText('Webhooks', { exact: true }).first().waitFor();

    await page.goto(`${system.url}/docs#/Webhooks/Webhooks.create`);
    await page.reload();
    await page.getByText('limit-reached').first().waitFor();
    expect(await pixelsBeyondTheEdge(page)).toBeLessThanOrEqual(0);
    expect(await page.getByRole('button', { name: /Try it out|Execute|Authorize/i }).count()).toBe(0);
    expect(asked.filter((url) => !url.startsWith(`${system.url}/`) && !url.startsWith('data:'))).toEqual([]);
  });
});
