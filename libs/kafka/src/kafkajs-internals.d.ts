/** Only for the spec that compares what is written with what kafkajs writes. */
declare module 'kafkajs/src/protocol/requests/produce/index.js' {
  const definition: {
    protocol: (version: { version: number }) => (request: object) => {
      readonly request: { readonly encode: () => Promise<{ readonly buffer: Buffer }> };
    };
  };
  export default definition;
}
