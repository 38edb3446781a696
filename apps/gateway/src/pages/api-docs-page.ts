import type { OpenApiDocument } from '../documents/merge-open-api.ts';
import { escapeHtml, htmlPage } from './html.ts';

/** The parts of an operation that the page shows. */
interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Response>>;
}

interface Response extends Content {
  readonly description?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: object;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Shows an OpenAPI document to people, with an entry for each operation. */
export function apiDocsPage(document: OpenApiDocument): string {
  const groups = Map.groupBy(operations(document), ({ operation }) => operation.tags?.[0] ?? 'Other');
  const sections = [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([tag, entries]) => `<h2>${escapeHtml(tag)}</h2>\n${entries.map(entryHtml).join('\n')}`);
  return htmlPage(
    'Casewire API',
    `<h1>Casewire API</h1>
<p class="quiet">Send a key with every request: <code>Authorization: Bearer &lt;key&gt;</code>. Errors are problem documents
(RFC 9457) with a stable <code>code</code>. For tools: <a href="/openapi.json">/openapi.json</a>.</p>
${missingHtml(document)}
${sections.join('\n')}`,
  );
}

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function operations(document: OpenApiDocument): Entry[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = (item as Partial<Record<string, Operation>>)[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
}

function entryHtml({ path, method, operation }: Entry): string {
  const about = [operation.summary, operation.description].filter(
    (text) => text !== undefined && text !== '',
  );
  return `<details><summary><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code> ${escapeHtml(operation.summary ?? '')}</summary>
${about.map((text) => `<p>${escapeHtml(text ?? '')}</p>`).join('')}
${parametersHtml(operation.parameters ?? [])}
${contentHtml('Body', operation.requestBody)}
${Object.entries(operation.responses ?? {})
  .map(([status, response]) => answerHtml(status, response))
  .join('\n')}
</details>`;
}

function parametersHtml(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (parameter) =>
      `<tr><td><code>${escapeHtml(parameter.name)}</code>${parameter.required === true ? ' *' : ''}</td><td>${escapeHtml(parameter.in)}</td><td>${escapeHtml(parameter.description ?? '')}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

/** Refusals all look alike, so their schema is left out. */
function answerHtml(status: string, { description = '', content = {} }: Response): string {
  return contentHtml(`${status} ${description}`, status.startsWith('2') ? { content } : {}, true);
}

function contentHtml(title: string, part: Content | undefined, evenIfEmpty = false): string {
  const bodies = Object.entries(part?.content ?? {}).map(
    ([type, { schema }]) =>
      `<p class="quiet">${escapeHtml(type)}</p><pre><code>${escapeHtml(JSON.stringify(schema ?? {}, null, 2))}</code></pre>`,
  );
  if (bodies.length === 0 && !evenIfEmpty) return '';
  return `<p><strong>${escapeHtml(title)}</strong></p>${bodies.join('')}`;
}

function missingHtml(document: OpenApiDocument): string {
  const missing = document['x-casewire-missing'];
  if (!Array.isArray(missing)) return '';
  return `<p><strong>Not answering now, and so not listed: ${escapeHtml(missing.join(', '))}.</strong></p>`;
}
