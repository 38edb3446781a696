import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Replaced in the pages by the gateway, with a new value in each answer. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** Files that get smaller by compression. */
const COMPRESSIBLE = /\.(?:js|css|svg)$/;

/** Writes each file a second and a third time, with Brotli and gzip, so that the gateway compresses nothing. */
const precompressed: Plugin = {
  name: 'precompressed',
  apply: 'build',
  // Vite changes its chunks until they are written.
  async writeBundle({ dir = '' }, bundle) {
    const files = Object.keys(bundle).filter((file) => COMPRESSIBLE.test(file));
    for (const file of files.map((name) => join(dir, name))) {
      const source = await readFile(file);
      await writeFile(`${file}.br`, await promisify(brotliCompress)(source));
      await writeFile(`${file}.gz`, await promisify(gzip)(source, { level: 9 }));
    }
  },
};

export default defineConfig({
  plugins: [react(), precompressed],
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    outDir: '../../dist/apps/dashboard',
    emptyOutDir: true,
    rolldownOptions: {
      // The dashboard, and the reference of the API.
      input: ['index.html', 'docs.html'].map((page) => resolve(import.meta.dirname, page)),
    },
    target: 'es2022',
    // The first browsers with light-dark().
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content policy allows files of /assets/, and no data: URLs.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
  },
});
