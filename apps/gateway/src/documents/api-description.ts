import got from 'got';
import { type ServiceName, serviceNames, type ServiceUrls } from '../services.ts';
import { mergeOpenApi, type OpenApiDocument } from './merge-open-api.ts';

/** How long a merged document is served before the services are asked again. */
const FRESH_MS = 10_000;

const TIMEOUT_MS = 2_500;

/** The services' documents as one. A service that is away is described as it last described itself. */
export class ApiDescription {
  readonly #urls: ServiceUrls;
  readonly #now: () => number;
  readonly #known = new Map<ServiceName, OpenApiDocument>();
  #merged: { readonly document: Promise<OpenApiDocument>; readonly freshUntil: number } | undefined;

  constructor(urls: ServiceUrls, now: () => number = Date.now) {
    this.#urls = urls;
    this.#now = now;
  }

  document(): Promise<OpenApiDocument> {
    const now = this.#now();
    if (this.#merged === undefined || this.#merged.freshUntil <= now) {
      this.#merged = { document: this.#merge(), freshUntil: now + FRESH_MS };
    }
    return this.#merged.document;
  }

  async #merge(): Promise<OpenApiDocument> {
    await Promise.all(serviceNames.map((service) => this.#ask(service)));
    const documents = serviceNames.flatMap((service) => {
      const document = this.#known.get(service);
      return document === undefined ? [] : [{ service, document }];
    });
    return mergeOpenApi(
      documents,
      serviceNames.filter((service) => !this.#known.has(service)),
    );
  }

  async #ask(service: ServiceName): Promise<void> {
    try {
      const document = await got(`${this.#urls[service]}/openapi.json`, {
        retry: { limit: 0 },
        timeout: { request: TIMEOUT_MS },
      }).json<OpenApiDocument>();
      this.#known.set(service, document);
    } catch {
      // What it said last, if anything, still stands.
    }
  }
}
