import { glob } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConfigSchema, describeVariable, type VariableDescription } from '@casewire/config';

interface Declaration {
  readonly app: string;
  readonly name: string;
  readonly about: VariableDescription;
}

/** `docs/configuration.md`, from the schemas in `apps/<app>/src/config.ts`. */
export async function configurationPage(): Promise<string> {
  return render(await readDeclarations());
}

/** Every variable of every app, by app. */
export async function readDeclarations(): Promise<Declaration[]> {
  const declarations: Declaration[] = [];
  for await (const file of glob('apps/*/src/config.ts')) {
    const app = basename(dirname(dirname(file)));
    const { configSchema } = (await import(pathToFileURL(resolve(file)).href)) as {
      configSchema: ConfigSchema;
    };
    for (const [name, declared] of Object.entries(configSchema.shape)) {
      const about = describeVariable(declared);
      if (about === undefined) throw new Error(`${name} of ${app} was not declared by variable()`);
      declarations.push({ app, name, about });
    }
  }
  return declarations.sort((one, other) => one.app.localeCompare(other.app));
}

/** Equal for declarations of one variable by several apps. Only their defaults may differ. */
function sameVariable({ name, about }: Declaration): string {
  return JSON.stringify([name, about.description, about.accepts]);
}

function render(declarations: readonly Declaration[]): string {
  const variables = [...Map.groupBy(declarations, sameVariable).values()];
  const shared = variables.filter((uses) => uses.length > 1);
  const own = variables.filter((uses) => uses.length === 1).flat();
  return [
    '# Configuration',
    '',
    '<!-- Made by `npm run docs` from the schemas in `apps/*/src/config.ts`: change those. -->',
    '',
    'Every app reads environment variables once, when it starts. If a value cannot be used, the app does not start, and names all problems at once. An empty variable counts as not set.',
    '',
    '## Read by several apps',
    '',
    ...shared.map(renderVariable),
    ...[...Map.groupBy(own, ({ app }) => app)].flatMap(([app, declared]) => [
      `## Read by ${app}`,
      '',
      ...declared.map((declaration) => renderVariable([declaration])),
    ]),
  ].join('\n');
}

function renderVariable(uses: readonly Declaration[]): string {
  const [first] = uses;
  if (first === undefined) return '';
  const { name, about } = first;
  const facts = [
    ...(uses.length > 1 ? [`Read by: ${uses.map(({ app }) => app).join(', ')}`] : []),
    `Accepted: ${about.accepts}`,
    `Default: ${renderDefault(uses)}`,
    ...(about.example === undefined ? [] : [`Example: \`${about.example}\``]),
    ...(about.requires === undefined
      ? []
      : [`Needs: ${about.requires.map((other) => `\`${other}\``).join(', ')}`]),
    ...(about.secret === true ? ['Secret: its value is never printed'] : []),
  ];
  return [`### \`${name}\``, '', about.description, '', ...facts.map((fact) => `- ${fact}`), ''].join('\n');
}

function renderDefault(uses: readonly Declaration[]): string {
  const defaults = Map.groupBy(uses, ({ about }) => defaultOf(about));
  if (defaults.size === 1) return [...defaults.keys()].join('');
  return [...defaults]
    .map(([value, apps]) => `${value} (${apps.map(({ app }) => app).join(', ')})`)
    .join(', ');
}

function defaultOf(about: VariableDescription): string {
  if (about.default === undefined) return about.optional === true ? 'not set' : 'none, it must be set';
  return about.default === '' ? 'empty' : `\`${about.default}\``;
}
