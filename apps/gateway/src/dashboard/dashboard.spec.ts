import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { startGateway } from '../gateway.fixture.ts';

const script = 'console.log("dashboard");';

async function makeBuild() {
  const folder = await mkdtemp(join(tmpdir(), 'casewire-'));
  const assets = join(folder, 'assets');
  await mkdir(assets);
  for (const page of ['index', 'docs']) {
    await writeFile(
      join(folder, `${page}.html`),
      `<!doctype html><title>${page}</title><meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>`,
    );
  }
  await writeFile(join(assets, 'index-1a2b.js'), script);
  await writeFile(join(assets, 'index-1a2b.js.br'), brotliCompressSync(script));
  await writeFile(join(assets, 'index-1a2b.js.gz'), gzipSync(script));
  return { folder };
}

const portals = ['https://portal.example-bank.test', 'https://portal.example-insurer.test:8443'];

const build = useResource(makeBuild, { close: ({ folder }) => rm(folder, { recursive: true }) });
const gateway = useResource(
  () =>
    startGateway({
      DATABASE_URL: 'postgres://casewire@127.0.0.1:1/casewire',
      CASEWIRE_PUBLIC_URL: 'https://casewire.example',
      CASEWIRE_DASHBOARD_FOLDER: build.folder,
      CASEWIRE_PORTAL_ORIGINS: portals.join(','),
    }),
  { close: (service) => service.stop() },
);

/** What a browser asks for when it opens a page. */
const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

const open = (path: string, headers: Record<string, string> = browser, method = 'GET') =>
  fetch(gateway.url + path, { headers, method });

describe('the dashboard', () => {
  it.each([
    ['/', 'index'],
    ['/enter', 'index'],
    ['/t/acme/sandbox/webhooks/w-1?tab=why', 'index'],
    ['/index.html', 'index'],
    ['/docs', 'docs'],
    ['/docs/?x=1', 'docs'],
    ['/EMBED/enter', 'index'],
    ['/%65mbed/enter', 'index'],
    ['/embedded', 'index'],
    ['/embed', 'index', portals.join(' ')],
    ['/embed/enter', 'index', portals.join(' ')],
    ['/embed/t/acme/sandbox/webhooks', 'index', portals.join(' ')],
  ])('answers %s with its page, whose nonce is new each time', async (path, title, framedBy = "'none'") => {
    const pages = await Promise.all([open(path), open(path)]);
    const nonces = await Promise.all(
      pages.map(async (page) => {
        expect(page.status).toBe(200);
        expect(Object.fromEntries(page.headers)).toMatchObject({
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        });
        const text = await page.text();
        expect(text).toContain(`<title>${title}</title>`);
        const [nonce = '', second] = [...text.matchAll(/nonce="([^"]+)"/g)].map(([, each]) => each);
        expect(text).not.toContain('__CSP_NONCE__');
        expect(second).toBe(nonce);
        expect(page.headers.get('content-security-policy')).toBe(
          `default-src 'none'; script-src https://casewire.example/assets/; style-src 'self' 'nonce-${nonce}'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ${framedBy}`,
        );
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  it('has assets that a browser keeps for ever, compressed for those who read it', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const asset = await open('/assets/index-1a2b.js', { 'accept-encoding': encoding });
      expect([asset.status, asset.headers.get('content-encoding') ?? 'identity']).toEqual([200, encoding]);
      expect(Object.fromEntries(asset.headers)).toMatchObject({
        'content-type': 'text/javascript',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        vary: 'Accept-Encoding',
      });
      expect(await asset.text()).toBe(script);
    }
  });

  it('leaves the API, and what is nowhere, to those who answer for it', async () => {
    const paths = [
      '/v1/nothing',
      '/api/v9',
      '/assets/gone.js',
      '/docs/x',
      '/assets/../index.html',
      '/healthz',
    ];
    const answers = await Promise.all(paths.map((path) => open(path)));
    expect(answers.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
      [404, 'application/problem+json; charset=utf-8'],
      [404, 'application/problem+json; charset=utf-8'],
      [404, 'application/problem+json; charset=utf-8'],
      [404, 'application/problem+json; charset=utf-8'],
      [200, 'text/html; charset=utf-8'],
      [200, 'application/json; charset=utf-8'],
    ]);
    expect((await open('/enter', { accept: '*/*' })).status).toBe(404);
    expect((await open('/enter', browser, 'POST')).status).toBe(404);
  });
});
