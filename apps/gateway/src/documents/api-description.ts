import got from 'got';
import { type Destination, type RoutedService, routedServices, type ServiceUrls } from '../services.ts';
import { mergeOpenApi, type OpenApiDocument } from './merge-open-api.ts';

/** For this long, a merged document is answered before the services are asked again. */
const FRESH_MS = 10_000;

const TIMEOUT_MS = 2_500;

/** The services' documents, merged into one. For a service that is away, the document that it gave last is used. */
export class ApiDescription {
  readonly #urls: ServiceUrls;
  readonly #known = new Map<Destination, OpenApiDocument>();
  #merged: { readonly document: Promise<OpenApiDocument>; readonly freshUntil: number } | undefined;

  constructor(urls: ServiceUrls) {
    this.#urls = urls;
  }

  /** Adds what the gateway itself answers. */
  describeGateway(document: OpenApiDocument): void {
    this.#known.set('gateway', document);
  }

  document(): Promise<OpenApiDocument> {
    const now = performance.now();
    if (this.#merged === undefined || this.#merged.freshUntil <= now) {
      this.#merged = { document: this.#merge(), freshUntil: now + FRESH_MS };
    }
    return this.#merged.document;
  }

  async #merge(): Promise<OpenApiDocument> {
    await Promise.all(routedServices.map((service) => this.#ask(service)));
    const documents = (['gateway', ...routedServices] as const).flatMap((service) => {
      const document = this.#known.get(service);
      return document === undefined ? [] : [{ service, document }];
    });
    return mergeOpenApi(
      documents,
      routedServices.filter((service) => !this.#known.has(service)),
    );
  }

  async #ask(service: RoutedService): Promise<void> {
    try {
      const document = await got(`${this.#urls[service]}/openapi.json`, {
        retry: { limit: 0 },
        timeout: { request: TIMEOUT_MS },
      }).json<OpenApiDocument>();
      this.#known.set(service, document);
    } catch {
      // The last document of the service, if there is one, stays in use.
    }
  }
}
