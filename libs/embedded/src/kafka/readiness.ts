import { connect } from 'node:net';

const responseDeadlineMs = 2000;

/**
 * A Metadata request, version 4, for no topics: enough to learn which brokers serve, and small enough to need no client
 * (https://kafka.apache.org/protocol#The_Messages_Metadata).
 */
function metadataRequest(): Buffer {
  const request = Buffer.alloc(19);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(3, 4); // api key
  request.writeInt16BE(4, 6); // api version
  request.writeInt32BE(1, 8); // correlation id
  request.writeInt16BE(-1, 12); // no client id
  request.writeInt32BE(0, 14); // no topics
  return request; // the last byte, 0: create no topics
}

/** The number of brokers in a Metadata response: after its length, the correlation id and the throttle time. */
function brokerCount(response: Buffer): number {
  return response.length < 16 ? 0 : response.readInt32BE(12);
}

/** Whether the broker answers and lists itself. Only then does it serve topics and groups. */
export function isBrokerReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: responseDeadlineMs });
    const answer = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    let response = Buffer.alloc(0);
    socket.on('connect', () => socket.write(metadataRequest()));
    socket.on('data', (chunk) => {
      response = Buffer.concat([response, chunk]);
      if (response.length >= 16) answer(brokerCount(response) > 0);
    });
    for (const failure of ['timeout', 'error', 'close']) {
      socket.on(failure, () => {
        answer(false);
      });
    }
  });
}
