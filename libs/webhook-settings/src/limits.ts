/**
 * The most that is stored of each document of a tenant, its webhooks and its types. The answers of lists are bounded by
 * these, and so is what a webhook costs each event.
 */
export const limits = {
  /** Names of tenants, API keys, webhooks and states. */
  nameCharacters: 200,
  /** Of an event type. */
  descriptionCharacters: 2_000,
  /** The schema of an event type, as it is written. */
  schemaBytes: 256 * 1024,
  /** The example of an event type, as it is written. */
  exampleBytes: 64 * 1024,
  /** `sensitive` of an event type. */
  pointers: 100,
  pointerCharacters: 512,
  /** Ids of definitions and runs: the limit of an event's attribute. */
  levelIdBytes: 512,
  /** `events` of a webhook; each pattern has the limit of an event's type. */
  patterns: 100,
  stateNames: 100,
  urlCharacters: 2_048,
  headers: 32,
  headerNameCharacters: 256,
  headerValueCharacters: 4_096,
  /** User name and password. */
  credentialCharacters: 1_024,
  tokenCharacters: 4_096,
  /** A private key, a certificate with its intermediate ones, or a bundle of authorities. */
  pemCharacters: 65_536,
  signatureHeaderCharacters: 128,
  /** A secret that signs. */
  secretCharacters: 256,
  /** A secret that webhooks name. */
  namedSecretCharacters: 4_096,
  /** Pointers in `payload.only`, and in `payload.omit`. */
  payloadPointers: 100,
  /** `rateLimitPerSecond`: from one in about a quarter of an hour. */
  leastRatePerSecond: 0.001,
  ratePerSecond: 10_000,
  retryDelays: 50,
  /** Of an attempt, milliseconds. */
  timeoutMs: 60_000,
  transforms: 10,
  /** Different ones in the URL and the headers of a webhook. */
  placeholders: 32,
  /** Patterns in a tenant's `allowedHosts`. */
  allowedHosts: 100,
  /** A host name (RFC 1035, section 2.3.4), and `*.` before it. */
  hostCharacters: 255,
  /** Webhooks of a single run. */
  webhooksOfRun: 100,
  /** Webhooks of an environment that are not of a single run, unless the tenant's `webhookLimit` says otherwise. */
  webhooks: 1_000,
  /** Secrets that webhooks name, in an environment. */
  namedSecrets: 200,
  /** Event types that a tenant registers, in an environment. */
  ownTypes: 1_000,
} as const;
