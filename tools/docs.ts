/**
 * Writes the files that are made from the code: pages in `docs/`, and the types of the API.
 * Usage: `node tools/docs.ts`, or with `--check` to fail if one of them is not current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { apiTypes } from './api-types.ts';
import { composeServices } from './compose-services.ts';
import { configurationPage } from './configuration-page.ts';
import { limitsPage } from './limits-page.ts';
import { metricsPage } from './metrics-page.ts';
import { mergedOpenApi } from './open-api.ts';
import { reasonsPage } from './reasons-page.ts';

const services = await composeServices();

const files = {
  'docs/configuration.md': configurationPage,
  'docs/limits.md': limitsPage,
  'docs/metrics.md': () => metricsPage(services),
  'docs/reasons.md': reasonsPage,
  'libs/client/src/api.ts': async () => apiTypes(await mergedOpenApi(services)),
};

for (const [file, render] of Object.entries(files)) {
  const options = await resolveConfig(file);
  const current = await format(await render(), { ...options, filepath: file });
  if (!process.argv.includes('--check')) {
    await writeFile(file, current);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== current) {
    process.stderr.write(`${file} is not current: run npm run docs\n`);
    process.exitCode = 1;
  }
}
