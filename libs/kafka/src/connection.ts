import type { ConnectionOptions } from 'node:tls';

/** How a user name is proven to the broker. */
interface SaslSettings {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** How to reach the brokers. */
export interface KafkaConnection {
  /** `host:port` of at least one broker; the others are learnt from it. */
  readonly brokers: readonly string[];
  /** Name shown in the broker's logs and quotas, for instance `casewire-delivery`. */
  readonly clientId: string;
  /** TLS; `true` uses Node's root certificates. Default: plain text. */
  readonly ssl?: boolean | ConnectionOptions;
  readonly sasl?: SaslSettings;
}
