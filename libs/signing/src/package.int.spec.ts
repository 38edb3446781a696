import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installPackage } from './package.fixture.ts';
import { generatePrivateKey, publicKeyOf } from './key-pair.ts';
import type { VerifiableScheme } from './scheme.ts';
import { sign } from './sign.ts';

const run = promisify(execFile);

/** A folder with the package installed, and nothing else. */
let folder: string;
let installed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casewire-package-'));
  installed = await installPackage(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a receiver with the package prints of a request. */
async function verifyWithPackage(request: object): Promise<unknown> {
  const program = join(folder, 'verify.mjs');
  await writeFile(
    program,
    `import { readFileSync } from 'node:fs';
     import { verify } from '@casewire/signing';
     const { body, ...request } = JSON.parse(readFileSync('request.json', 'utf8'));
     console.log(JSON.stringify(verify({ ...request, body: Buffer.from(body, 'base64') })));`,
  );
  await writeFile(join(folder, 'request.json'), JSON.stringify(request));
  const { stdout } = await run(process.execPath, [program], { cwd: folder });
  return JSON.parse(stdout);
}

describe('the package @casewire/signing', () => {
  it('has modules, types, a README and a licence, and no sources or specs', async () => {
    const files = await readdir(installed);
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json']),
    );
    expect(
      files.filter((file) => file.includes('spec') || (file.endsWith('.ts') && !file.endsWith('.d.ts'))),
    ).toEqual([]);
  });

  it('imports itself and Node.js alone', async () => {
    const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('private');
    for (const file of (await readdir(installed)).filter((name) => name.endsWith('.js'))) {
      const source = await readFile(join(installed, file), 'utf8');
      for (const [, imported] of source.matchAll(/from ['"]([^'"]+)['"]/g)) {
        expect(imported).toMatch(/^(?:node:|\.\/.*\.js$)/);
      }
    }
  });

  const privateKey = generatePrivateKey();
  it.each<[VerifiableScheme, string, string]>([
    [{ scheme: 'standard-webhooks' }, `whsec_${'ab'.repeat(32)}`, `whsec_${'ab'.repeat(32)}`],
    [{ scheme: 'standard-webhooks-ed25519' }, privateKey, publicKeyOf(privateKey)],
    [{ scheme: 'hmac-body-hex', header: 'x-hmac-signature' }, 'a shared secret', 'a shared secret'],
    [{ scheme: 'timestamped-hex', header: 'x-webhook-signature' }, 'ab'.repeat(32), 'ab'.repeat(32)],
  ])('verifies %j in a process that has nothing else', async (scheme, signing, verifying) => {
    const body = Buffer.from('{"n":1.50}');
    const nowSeconds = 1_700_000_000;
    const headers = sign({ scheme, secrets: [signing], id: 'msg', timestampSeconds: nowSeconds, body });
    const request = { scheme, secrets: [verifying], headers, nowSeconds };
    expect(await verifyWithPackage({ ...request, body: body.toString('base64') })).toEqual({ ok: true });
    const forged = Buffer.from('{"n":1.51}').toString('base64');
    expect(await verifyWithPackage({ ...request, body: forged })).toEqual({
      ok: false,
      code: 'signature-mismatch',
    });
  });
});
