/** What kafkajs keeps to itself: only what is mended is declared. */

declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
  }
}

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    buf: Buffer;
    offset: number;
    constructor(initialSize?: number);
  }
}

declare module 'kafkajs/src/protocol/requests/produce/index.js' {
  import type Encoder from 'kafkajs/src/protocol/encoder.js';
  import type { Message } from 'kafkajs';

  export interface ProduceRequest {
    readonly acks: number;
    /** Milliseconds. */
    readonly timeout: number;
    /** 0: none. */
    readonly compression?: number;
    readonly transactionalId?: string | null;
    /** -1: not idempotent. */
    readonly producerId?: number | object;
    readonly topicData: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly messages: readonly Message[];
      }[];
    }[];
  }
  interface Call {
    readonly request: { readonly encode: () => Promise<Encoder> };
    readonly response: unknown;
  }
  const definition: { protocol: (version: { version: number }) => (request: ProduceRequest) => Call };
  export default definition;
}

declare module 'kafkajs/src/protocol/requests/fetch/index.js' {
  interface Call {
    readonly request: unknown;
    readonly response: { readonly decode: (bytes: Buffer) => Promise<object> };
  }
  const definition: { protocol: (version: { version: number }) => (request: unknown) => Call };
  export default definition;
}
