/**
 * Makes an npm package of a library: JavaScript modules, type declarations, README and licence.
 * Usage: `node tools/package.ts libs/signing [target]`, where the target is `dist/libs/signing` by default.
 *
 * For libraries that import nothing but Node.js. Any other import would have to be published too.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const [, , projectRoot, given] = process.argv;
if (projectRoot === undefined)
  throw new Error('usage: node tools/package.ts <folder of the library> [target]');
const target = given ?? join('dist', projectRoot);

/** The oldest Node.js that a package runs on. */
const engines = { node: '>=20' };

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

/** Emits the index and its imports, so that no spec gets into the package. */
function emit(entry: string, outDir: string): void {
  const { config } = ts.readConfigFile('tsconfig.base.json', (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, resolve('.'));
  const program = ts.createProgram([entry], {
    ...options,
    target: ts.ScriptTarget.ES2022,
    noEmit: false,
    incremental: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    outDir,
  });
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    throw new Error(
      ts.formatDiagnostics(problems, {
        getCurrentDirectory: () => resolve('.'),
        getCanonicalFileName: (name) => name,
        getNewLine: () => '\n',
      }),
    );
  }
}

function packageManifest({ name, version, description }: Manifest, license: string): object {
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    engines,
    sideEffects: false,
  };
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
emit(join(projectRoot, 'src/index.ts'), target);
const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as Manifest;
const { license } = JSON.parse(await readFile('package.json', 'utf8')) as { license: string };
await writeFile(
  join(target, 'package.json'),
  `${JSON.stringify(packageManifest(manifest, license), null, 2)}\n`,
);
await copyFile(join(projectRoot, 'README.md'), join(target, 'README.md'));
await copyFile('LICENSE', join(target, 'LICENSE'));
