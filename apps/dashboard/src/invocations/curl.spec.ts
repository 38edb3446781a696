import { execFile } from 'node:child_process';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { promisify } from 'node:util';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curlLine } from './curl.ts';

interface Arrived {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('the line for curl', () => {
  let server: Server;
  let origin: string;
  let arrived: Arrived | undefined;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        arrived = { method, url, headers, body: Buffer.concat(chunks) };
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.close();
  });

  /** What the line just before has sent. */
  function lastArrived(): Arrived {
    if (arrived === undefined) throw new Error('nothing arrived');
    return arrived;
  }

  async function run(request: {
    url?: string;
    headers?: Record<string, string>;
    body?: Uint8Array;
    method?: string;
  }) {
    arrived = undefined;
    const { url = '/', headers = {}, body, method = 'POST' } = request;
    const line = curlLine({ method, url: `${origin}${url}`, headers, body });
    await promisify(execFile)('sh', ['-c', `set -f; ${line}`]);
    return lastArrived();
  }

  it.each<[string, string]>([
    ['quotes', `{"a":"it's \\"quoted\\" \`id\` $(id) $HOME"}`],
    ['newlines', 'a\nb\r\n\n'],
    ['a leading @, which names no file', '@/etc/hostname'],
    ['control characters', '\u0000\u0001\u0007\u001b[201~\u007f\t'],
    ['what printf would act on', '%s %d \\n \\101 %%'],
    ['other scripts', 'é 漢字 👩 \u202e'],
    ['a leading dash', '-o /dev/null'],
    ['nothing', ''],
  ])('delivers a body with %s byte for byte', async (_what, text) => {
    const { body } = await run({ body: Buffer.from(text) });
    expect(body.toString('hex')).toBe(Buffer.from(text).toString('hex'));
  });

  it('delivers any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect((await run({ body: bytes })).body.equals(bytes)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('delivers a body that is longer than an argument may be', async () => {
    arrived = undefined;
    const bytes = Buffer.alloc(300_000, '{"a":1}');
    // Written to a script, because the test hands the line over as an argument.
    const script = curlLine({ method: 'POST', url: `${origin}/`, headers: {}, body: bytes });
    const shell = execFile('sh', ['-s']);
    shell.stdin?.end(script);
    await new Promise((resolve) => shell.once('exit', resolve));
    expect(lastArrived().body.equals(bytes)).toBe(true);
  });

  it('keeps the method, the URL and the headers, and adds none that say something about the body', async () => {
    const { method, url, headers } = await run({
      method: 'PUT',
      url: "/a/[1-3]/{x,y}?q=it's&r=%20;id",
      headers: { 'x-quote': `it's "so" $(id)`, 'x-empty': '', 'content-length': '7', '@x': 'y' },
      body: Buffer.from('x'),
    });
    expect({ method, url }).toEqual({ method: 'PUT', url: "/a/[1-3]/{x,y}?q=it's&r=%20;id" });
    expect(headers).toMatchObject({ 'x-quote': `it's "so" $(id)`, 'x-empty': '', 'content-length': '1' });
    expect(Object.keys(headers)).not.toContain('content-type');
    expect(Object.keys(headers)).not.toContain('@x');
  });

  it('has no body where the request had none', async () => {
    const { method, body } = await run({ method: 'GET', url: '/?a=b' });
    expect([method, body.length]).toEqual(['GET', 0]);
  });

  it('has no character that a terminal acts on', () => {
    const line = curlLine({
      method: 'POST',
      url: 'http://a/\u001b[201~\n',
      headers: { a: '\u0007' },
      body: Buffer.from('\u001b[201~;id\n\u202e'),
    });
    expect(line).not.toMatch(/[^\n -~]/);
  });
});
