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

/** Casewire's REST interface with one key. */
export class GatewayClient {
  readonly #baseUrl: string;
  readonly #key: string;

  constructor(baseUrl: string, key: string) {
    this.#baseUrl = baseUrl;
    this.#key = key;
  }

  /** @throws RequestRefusedError for every status but 2xx, got's RequestError when nobody answers */
  async request<T extends z.ZodType>(
    method: Method,
    path: string,
    answer: T,
    body?: object,
  ): Promise<z.infer<T>> {
    const { statusCode, body: text } = await requests(new URL(path, this.#baseUrl), {
      method,
      headers: { authorization: `Bearer ${this.#key}` },
      ...(body !== undefined && { json: body }),
      timeout: { request: timeoutMs },
    });
    if (statusCode < 200 || statusCode > 299) {
      throw new RequestRefusedError(`${method} ${path}`, statusCode, text);
    }
    return answer.parse(text === '' ? undefined : JSON.parse(text));
  }

  get<T extends z.ZodType>(path: string, answer: T): Promise<z.infer<T>> {
    return this.request('GET', path, answer);
  }

  post<T extends z.ZodType>(path: string, body: object, answer: T): Promise<z.infer<T>> {
    return this.request('POST', path, answer, body);
  }

  /** Deletes a thing. It is no error if the thing does not exist. */
  async delete(path: string): Promise<void> {
    try {
      await this.request('DELETE', path, z.unknown());
    } catch (error) {
      if (!(error instanceof RequestRefusedError && error.status === 404)) throw error;
    }
  }
}
