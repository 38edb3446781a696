import type { DefinedMetric } from '@casewire/observability';
import type { NamedService } from './compose-services.ts';

interface Use {
  readonly service: string;
  readonly metric: DefinedMetric;
}

/** `docs/metrics.md`, with every metric that a service can have. */
export function metricsPage(services: readonly NamedService[]): string {
  return render(
    services.flatMap(({ name, metrics }) => metrics.defined.map((metric) => ({ service: name, metric }))),
  );
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
