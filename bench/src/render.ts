import type { AcceptedEvent } from '@casewire/events';
import {
  compileSchema,
  families,
  renderFormat,
  signingOf,
  webhookFormats,
  type Family,
} from '@casewire/families';
import { dataUrlOf } from '@casewire/testing';
import { generatePrivateKey, sign, type SigningScheme } from '@casewire/signing';

const WARM_UP_ROUNDS = 5_000;
const ROUNDS = 10_000;
const DATA_BYTES = 1_024;

const secret = `whsec_${'0f'.repeat(32)}`;
const privateKey = generatePrivateKey();

const schemes: readonly SigningScheme[] = [
  { scheme: 'none' },
  { scheme: 'hmac-body-hex', header: 'X-Signature' },
  { scheme: 'timestamped-hex', header: 'X-Signature' },
  { scheme: 'standard-webhooks' },
  { scheme: 'standard-webhooks-ed25519' },
];

/**
 * `npm run bench -- render`: CPU us of one event with 1 KB of data, by family: validated, then rendered and signed. The
 * best of three runs, because other work on the machine only adds to it.
 */
export function benchRender(): void {
  console.log('CPU us to parse and validate, and to render and sign the native body by each scheme:');
  console.table(
    Object.fromEntries(
      families.map((family) => [
        family.name,
        {
          validate: measure(validation(family)),
          ...Object.fromEntries(
            schemes.map((scheme) => [scheme.scheme, measure(delivery(family, 'native', scheme))]),
          ),
        },
      ]),
    ),
  );
  console.log('CPU us to render and sign by default, by format:');
  console.table(
    Object.fromEntries(
      families.map((family) => [
        family.name,
        Object.fromEntries(
          webhookFormats.map((format) => [
            format,
            measure(delivery(family, format, signingOf(format, family))),
          ]),
        ),
      ]),
    ),
  );
}

function validation(family: Family): () => unknown {
  const { data } = eventOf(family);
  const validate = compileSchema(family.eventTypes[0]?.schema ?? {});
  return () => validate(JSON.parse(data.toString()));
}

function delivery(family: Family, format: (typeof webhookFormats)[number], scheme: SigningScheme) {
  const event = eventOf(family);
  const context = { invocationId: event.uid, webhookId: event.uid, settings: {}, options: {}, dataUrlOf };
  const secrets = [scheme.scheme === 'standard-webhooks-ed25519' ? privateKey : secret];
  return () => {
    const { body } = renderFormat(format, family, event, context);
    return sign({ scheme, secrets, id: event.uid, timestampSeconds: 1_732_000_000, body });
  };
}

/** The family's first example, filled up to 1 KB. */
function eventOf({ eventTypes: [type], context }: Family): AcceptedEvent {
  const example = { ...(type?.example as object | undefined) } as Record<string, object>;
  const padded = (bytes: number) => {
    const padding = { padding: 'x'.repeat(bytes) };
    return JSON.stringify(
      context === undefined
        ? { ...example, ...padding }
        : { ...example, [context]: { ...example[context], ...padding } },
    );
  };
  return {
    uid: '01935a3c-7c00-7000-8000-000000000002',
    acceptedAt: 1_732_000_000_000,
    attributes: {
      id: 'e-1',
      source: '/bench',
      type: type?.type ?? 'bench.own',
      time: '2024-10-24T11:42:25.000Z',
      tenantid: 'bench',
      environment: 'sandbox',
    },
    data: Buffer.from(padded(Math.max(0, DATA_BYTES - padded(0).length))),
  };
}

function measure(work: () => unknown): number {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) work();
  return Math.min(...[1, 2, 3].map(() => cpuUs(work)));
}

function cpuUs(work: () => unknown): number {
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) work();
  const { user, system } = process.cpuUsage(before);
  return Math.round(((user + system) / ROUNDS) * 10) / 10;
}
