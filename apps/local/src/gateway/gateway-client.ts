import { type HttpClient } from '@casewire/http-client';
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

const deadlineMs = 15_000;
const maxResponseBytes = 4 * 1024 * 1024;

/** Casewire's REST interface with one key. */
export class GatewayClient {
  readonly #http: HttpClient;
  readonly #baseUrl: string;
  readonly #key: string;

  constructor(http: HttpClient, baseUrl: string, key: string) {
    this.#http = http;
    this.#baseUrl = baseUrl;
    this.#key = key;
  }

  /** @throws RequestRefusedError for every status but 2xx, HttpError when nobody answers */
  async request<T extends z.ZodType>(
    method: string,
    path: string,
    answer: T,
    body?: object,
  ): Promise<z.infer<T>> {
    const response = await this.#http.request({
      method,
      url: new URL(path, this.#baseUrl),
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
      deadlineMs,
      maxResponseBytes,
    });
    const text = response.body.toString('utf8');
    if (response.status < 200 || response.status > 299) {
      throw new RequestRefusedError(`${method} ${path}`, response.status, text);
    }
    return answer.parse(text === '' ? undefined : JSON.parse(text));
  }

  get<T extends z.ZodType>(path: string, answer: T): Promise<z.infer<T>> {
    return this.request('GET', path, answer);
  }

  post<T extends z.ZodType>(path: string, body: object, answer: T): Promise<z.infer<T>> {
    return this.request('POST', path, answer, body);
  }

  /** Deletes; what is gone already is as good. */
  async delete(path: string): Promise<void> {
    try {
      await this.request('DELETE', path, z.unknown());
    } catch (error) {
      if (!(error instanceof RequestRefusedError && error.status === 404)) throw error;
    }
  }
}
