import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generatePrivateKey, publicKeyOf } from './key-pair.ts';
import { installPackage } from './package.fixture.ts';
import type { VerifiableScheme } from './scheme.ts';
import { sign } from './sign.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/verifying.md'), 'utf8');

/** How the programs of a language are run; their files are named as the language wants them. */
interface Language {
  readonly file: string;
  readonly command: readonly [string, ...string[]];
  /** Succeeds where the tool is installed. */
  readonly probe: readonly [string, ...string[]];
}

const languages = {
  js: {
    file: 'verify.mjs',
    command: [process.execPath, 'verify.mjs'],
    probe: [process.execPath, '--version'],
  },
  python: { file: 'verify.py', command: ['python3', 'verify.py'], probe: ['python3', '--version'] },
  // Its standard library suffices, so nothing is fetched.
  go: {
    file: 'verify.go',
    command: ['env', 'GOPROXY=off', 'go', 'run', 'verify.go'],
    probe: ['go', 'version'],
  },
  java: { file: 'Verify.java', command: ['java', 'Verify.java'], probe: ['java', '--version'] },
  sh: { file: 'verify.sh', command: ['sh', 'verify.sh'], probe: ['openssl', 'version'] },
} satisfies Record<string, Language>;

type LanguageName = keyof typeof languages;

type Headers = Readonly<Record<string, string>>;

/** What a section of the page explains, and how its programs are told of a request. */
interface Section {
  readonly scheme: VerifiableScheme;
  readonly languages: readonly LanguageName[];
  readonly argumentsOf: (headers: Headers) => readonly string[];
}

const standardArguments = (headers: Headers) =>
  ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name] ?? '');

const bodyHex = { scheme: 'hmac-body-hex', header: 'x-hmac-signature' } as const;

const sections: Readonly<Record<string, Section>> = {
  'With @casewire/signing': {
    scheme: bodyHex,
    languages: ['js'],
    argumentsOf: (headers) => [JSON.stringify(headers), JSON.stringify(bodyHex)],
  },
  'X-HMAC-Signature': {
    scheme: bodyHex,
    languages: ['sh', 'js', 'python', 'go', 'java'],
    argumentsOf: (headers) => [headers['x-hmac-signature'] ?? ''],
  },
  'Timestamped signatures': {
    scheme: { scheme: 'timestamped-hex', header: 'x-webhook-signature' },
    languages: ['sh', 'js', 'python', 'go', 'java'],
    argumentsOf: (headers) => [headers['x-webhook-signature'] ?? ''],
  },
  'Standard Webhooks': {
    scheme: { scheme: 'standard-webhooks' },
    languages: ['sh', 'js', 'python'],
    argumentsOf: standardArguments,
  },
  'Standard Webhooks with ed25519': {
    scheme: { scheme: 'standard-webhooks-ed25519' },
    languages: ['js', 'go'],
    argumentsOf: standardArguments,
  },
};

/** The programs under one heading, by language. */
function programsOf(heading: string): ReadonlyMap<string, string> {
  const start = page.indexOf(`\n## ${heading}\n`);
  const end = page.indexOf('\n## ', start + 1);
  const fences = page.slice(start, end).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return new Map(
    [...fences].flatMap(([, language = '', code = '']) =>
      language in languages ? [[language, code] as const] : [],
    ),
  );
}

function isInstalled({ probe: [tool, ...args] }: Language): boolean {
  return spawnSync(tool, args).status === 0;
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casewire-verifying-'));
  await installPackage(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly status: unknown;
  readonly output: string;
}

function run({ command: [tool, ...args] }: Language, given: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(tool, [...args, ...given], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : error.code, output: stdout + (stdout === '' ? stderr : '') });
    });
  });
}

const golden = {
  secret: 'webhook-shared-secret',
  signature: '084d99b0fca7ddb6698d14a1cefcb603f24fbee4c1bc2370ffc0a6fc231e54a5',
};
const body = Buffer.from(/^printf %s '(.*)' > body\.json$/m.exec(page)?.[1] ?? '');

/** The secret that signs with a scheme, and what verifies. */
function keysOf({ scheme }: VerifiableScheme): { signing: string; verifying: string } {
  if (scheme === 'hmac-body-hex') return { signing: golden.secret, verifying: golden.secret };
  const signing =
    scheme === 'standard-webhooks-ed25519' ? generatePrivateKey() : `whsec_${'0aF9'.repeat(16)}`;
  return { signing, verifying: scheme === 'standard-webhooks-ed25519' ? publicKeyOf(signing) : signing };
}

/** Flips a bit of the first digit of the signature, so that another digit stands there. */
function forge(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.endsWith('signature') ? value.replace(/[^,=]{32,}/, (digits) => flipDigit(digits)) : value,
    ]),
  );
}

function flipDigit(digits: string): string {
  return (digits.startsWith('a') ? 'b' : 'a') + digits.slice(1);
}

const programs = Object.entries(sections).flatMap(([heading, section]) =>
  section.languages.map((language) => ({ heading, language, section })),
);

describe('docs/verifying.md', () => {
  it.each(Object.entries(sections))('has programs for %s', (heading, section) => {
    expect([...programsOf(heading).keys()].toSorted()).toEqual(section.languages.toSorted());
  });

  it('prints the golden vector', () => {
    expect(page).toContain(golden.signature);
    const headers = sign({ scheme: bodyHex, secrets: [golden.secret], id: '', timestampSeconds: 0, body });
    expect(headers).toEqual({ 'x-hmac-signature': golden.signature });
  });

  it.each(programs.filter(({ language }) => isInstalled(languages[language])))(
    '$heading: the program in $language accepts what is genuine and refuses a flipped bit',
    async ({ heading, language, section: { scheme, argumentsOf } }) => {
      await writeFile(join(folder, languages[language].file), programsOf(heading).get(language) ?? '');
      const { signing, verifying } = keysOf(scheme);
      const timestampSeconds = Math.floor(Date.now() / 1000);
      const headers = sign({ scheme, secrets: [signing], id: 'msg_1', timestampSeconds, body });
      const verify = async (content: Uint8Array, received: Headers) => {
        await writeFile(join(folder, 'body.json'), content);
        return run(languages[language], [verifying, 'body.json', ...argumentsOf(received)]);
      };
      expect(await verify(body, headers)).toEqual({ status: 0, output: 'genuine\n' });
      const refused = { status: 1, output: expect.stringMatching(/^refused/) };
      expect(await verify(body, forge(headers))).toEqual(refused);
      const flipped = Buffer.from(body);
      flipped[7] = (flipped[7] ?? 0) ^ 1;
      expect(await verify(flipped, headers)).toEqual(refused);
    },
    120_000,
  );
});
