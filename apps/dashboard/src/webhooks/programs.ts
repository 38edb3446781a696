import type { Webhook } from '../api/types.ts';

type Scheme = NonNullable<Webhook['signing']['scheme']>;

/** A scheme that signs. */
export type SigningScheme = Exclude<Scheme, 'native' | 'none'>;

/** The section of docs/verifying.md that explains a scheme, and the headers whose values its programs take. */
const schemes: Readonly<Record<SigningScheme, { section: string; headers: readonly string[] }>> = {
  'hmac-body-hex': { section: 'X-HMAC-Signature', headers: ['X-HMAC-Signature'] },
  'timestamped-hex': { section: 'Timestamped signatures', headers: ['X-Webhook-Signature'] },
  'standard-webhooks': {
    section: 'Standard Webhooks',
    headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  },
  'standard-webhooks-ed25519': {
    section: 'Standard Webhooks with ed25519',
    headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  },
};

/** How the programs of a language are run. */
const languages = {
  js: { name: 'Node.js', run: 'node', file: 'verify.mjs' },
  python: { name: 'Python', run: 'python3', file: 'verify.py' },
  go: { name: 'Go', run: 'go run', file: 'verify.go' },
  java: { name: 'Java', run: 'java', file: 'Verify.java' },
  sh: { name: 'Shell', run: 'sh', file: 'verify.sh' },
} as const;

type Language = keyof typeof languages;

/** A program that verifies a delivery. */
export interface Program {
  readonly name: string;
  readonly code: string;
  /** The file that the command takes it from. */
  readonly file: string;
  /** Runs it. Its arguments are the secret, a file with the body, and the values of headers. */
  readonly command: string;
}

const PROGRAM = /```(?<language>js|python|go|java|sh)\n(?<code>.*?)```/gs;

/**
 * The programs for a scheme.
 * @param page the text of docs/verifying.md
 * @param secret of the webhook, or its public key
 * @param header that carries the signature, where the webhook has another name for it
 */
export function programsOf(page: string, scheme: SigningScheme, secret: string, header?: string): Program[] {
  const { section, headers } = schemes[scheme];
  const [, after = ''] = page.split(`\n## ${section}\n`);
  const [own = ''] = after.split('\n## ');
  const found = new Map(
    [...own.matchAll(PROGRAM)].map(({ groups = {} }) => [groups['language'], groups['code']?.trimEnd()]),
  );
  const named = headers.length === 1 && header !== undefined ? [header] : headers;
  const values = named.map((name) => `"<${name}>"`).join(' ');
  return (Object.keys(languages) as Language[]).flatMap((language) => {
    const code = found.get(language);
    const { name, run, file } = languages[language];
    const command = `${run} ${file} '${secret}' body.json ${values}`;
    return code === undefined ? [] : [{ name, code, file, command }];
  });
}

/** The schemes by which deliveries of a webhook can be signed: its own, or those of the families whose events it gets. */
export function schemesOf({ signing, format }: Pick<Webhook, 'signing' | 'format'>): SigningScheme[] {
  const { scheme = 'native' } = signing;
  if (scheme === 'none') return [];
  if (scheme !== 'native') return [scheme];
  if (format === 'standard' || format === 'thin') return ['standard-webhooks'];
  return ['hmac-body-hex', 'timestamped-hex', 'standard-webhooks'];
}

/** Whether the programs make the check of a webhook: they know the usual key and hash of a scheme. */
export function programsFit({ keyEncoding, algorithm = 'sha256' }: Webhook['signing']): boolean {
  return keyEncoding === undefined && algorithm === 'sha256';
}
