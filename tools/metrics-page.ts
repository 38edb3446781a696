import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ConfigSchema, loadConfig, type ServiceConfig } from '@casewire/config';
import { createLogger, type DefinedMetric } from '@casewire/observability';
import type { ServiceDefinition } from '@casewire/service';
import { transformSync } from '@swc/core';

/** Values that the schemas accept. Composing opens no connection, so they need not lead anywhere. */
const environment = {
  CASEWIRE_ADMIN_KEY: 'x'.repeat(16),
  CASEWIRE_INTERNAL_KEY: 'x'.repeat(32),
  CASEWIRE_MASTER_KEYS: `docs:${Buffer.alloc(32).toString('base64')}`,
  DATABASE_URL: 'postgres://localhost/casewire',
  KAFKA_BROKERS: 'localhost:9092',
};

interface Use {
  readonly service: string;
  readonly metric: DefinedMetric;
}

/** `docs/metrics.md`. Every service is composed, so that no metric can be left out. */
export async function metricsPage(): Promise<string> {
  compileDecorators();
  const uses: Use[] = [];
  for (const file of globSync('apps/*/src/compose.ts').sort()) {
    const service = basename(dirname(dirname(file)));
    for (const metric of await metricsOf(service, dirname(file))) uses.push({ service, metric });
  }
  return render(uses);
}

/** Node runs TypeScript by leaving types out, which it refuses to do with decorators. */
function compileDecorators(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      if (!url.endsWith('.ts')) return nextLoad(url, context);
      const filename = fileURLToPath(url);
      const { code } = transformSync(readFileSync(filename, 'utf8'), { filename });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}

async function metricsOf(name: string, folder: string): Promise<readonly DefinedMetric[]> {
  const load = (file: string): Promise<unknown> => import(pathToFileURL(resolve(folder, file)).href);
  const { configSchema } = (await load('config.ts')) as { configSchema: ConfigSchema };
  const { compose } = (await load('compose.ts')) as Pick<ServiceDefinition<ServiceConfig>, 'compose'>;
  // Imported only now, because its decorators have to be compiled first.
  const { composeService } = await import('@casewire/service');
  const config = loadConfig(configSchema, environment) as unknown as ServiceConfig;
  const logger = createLogger({ name, level: 'silent' });
  const { metrics } = await composeService({ name, config, logger, compose });
  return metrics.defined;
}

function render(uses: readonly Use[]): string {
  const services = new Set(uses.map(({ service }) => service));
  const metrics = [...Map.groupBy(uses, ({ metric }) => JSON.stringify(metric)).values()];
  const groups = Map.groupBy(metrics, (same) => same.map(({ service }) => service).join(', '));
  const shared = [...groups].sort(([, one], [, other]) => (other[0]?.length ?? 0) - (one[0]?.length ?? 0));
  return [
    '# Metrics',
    '',
    '<!-- Made by `npm run docs` from the definitions in the code: change those. -->',
    '',
    'Every service answers `GET /metrics` in the text format of Prometheus; the gateway, which clients reach too, only with the key of the operator (`authorization: {credentials: ...}` in the configuration of Prometheus). Each sample has the label `service`. Besides the metrics on this page there are those that `prom-client` takes of any Node.js process, `process_*` and `nodejs_*`: CPU time, memory, open files, delay of the event loop, garbage collection. They begin with the first scrape, and services of one process show the same.',
    '',
    ...shared.flatMap(([names, same]) => [
      `## Of ${same[0]?.length === services.size ? 'every service' : names}`,
      '',
      ...same.flatMap(([first]) => (first === undefined ? [] : renderMetric(first.metric))),
    ]),
  ].join('\n');
}

function renderMetric({ name, kind, unit, labels = {}, meaning, badValue }: DefinedMetric): string[] {
  const described = Object.entries(labels).map(([label, values]) => `\`${label}\` (${renderValues(values)})`);
  return [
    `### \`${name}\``,
    '',
    meaning,
    '',
    `- Kind: ${kind}, in ${unit}`,
    ...(described.length > 0 ? [`- Labels: ${described.join('; ')}`] : []),
    `- Bad: ${badValue}`,
    '',
  ];
}

function renderValues(values: readonly string[] | string): string {
  return typeof values === 'string' ? values : values.map((value) => `\`${value}\``).join(', ');
}
