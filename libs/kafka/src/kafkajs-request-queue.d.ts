declare module 'kafkajs/src/network/requestQueue/index.js' {
  /** kafkajs keeps it to itself; only what is mended is declared. */
  export default class RequestQueue {
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
  }
}
