/**
 * Writes the pages in `docs/` that are made from the code.
 * Usage: `node tools/docs.ts`, or with `--check` to fail if one of them is not current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { configurationPage } from './configuration-page.ts';
import { limitsPage } from './limits-page.ts';
import { metricsPage } from './metrics-page.ts';
import { reasonsPage } from './reasons-page.ts';

const pages = [
  { file: 'docs/configuration.md', render: configurationPage },
  { file: 'docs/limits.md', render: limitsPage },
  { file: 'docs/metrics.md', render: metricsPage },
  { file: 'docs/reasons.md', render: reasonsPage },
];

for (const { file, render } of pages) {
  const options = await resolveConfig(file);
  const current = await format(await render(), { ...options, parser: 'markdown' });
  if (!process.argv.includes('--check')) {
    await writeFile(file, current);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== current) {
    process.stderr.write(`${file} is not current: run npm run docs\n`);
    process.exitCode = 1;
  }
}
