import got, { type Method } from 'got';
import { z } from 'zod';

/** A request that the gateway refused, with the problem it answered. */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
  readonly status: number;

  constructor(request: string, status: number, answer: string) {
    super(`${request} was answered ${status}: ${answer}`);
    this.status = status;
  }
}

const requests = got.extend({ retry: { limit: 0 }, throwHttpErrors: false, followRedirect: false });

/** Whether a GET is answered 200, within 2 s. */
export async function answersOk(url: URL): Promise<boolean> {
  try {
    return (await requests(url, { timeout: { request: 2_000 } })).statusCode === 200;
  } catch {
    return false;
  }
}

const timeoutMs = 15_000;

/**
 * Casewire's REST interface with one key. Requests throw a RequestRefusedError for every status but 2xx, and got's
 * RequestError when nobody answers.
 */
export type GatewayClient = ReturnType<typeof createGatewayClient>;

export function createGatewayClient(baseUrl: string, key: string) {
  const request = async <T extends z.ZodType>(
    method: Method,
    path: string,
    answer: T,
    json?: object,
  ): Promise<z.infer<T>> => {
    const { statusCode, body } = await requests(new URL(path, baseUrl), {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(json !== undefined && { json }),
      timeout: { request: timeoutMs },
    });
    if (statusCode < 200 || statusCode > 299) {
      throw new RequestRefusedError(`${method} ${path}`, statusCode, body);
    }
    return answer.parse(body === '' ? undefined : JSON.parse(body));
  };
  return {
    get: <T extends z.ZodType>(path: string, answer: T) => request('GET', path, answer),
    post: <T extends z.ZodType>(path: string, body: object, answer: T) => request('POST', path, answer, body),
    /** It is no error if the thing does not exist. */
    delete: async (path: string): Promise<void> => {
      try {
        await request('DELETE', path, z.unknown());
      } catch (error) {
        if (!(error instanceof RequestRefusedError && error.status === 404)) throw error;
      }
    },
  };
}
