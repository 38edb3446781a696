import { NestFactory } from '@nestjs/core';
import { mergeOpenApi, type OpenApiDocument } from '../apps/gateway/src/documents/merge-open-api.ts';
import { routedServices } from '../apps/gateway/src/services.ts';
import type { NamedService } from './compose-services.ts';

/** The document that the gateway answers at `/openapi.json` while every service is there. */
export async function mergedOpenApi(services: readonly NamedService[]): Promise<OpenApiDocument> {
  const documents = [];
  for (const service of ['gateway', ...routedServices] as const) {
    const composed = services.find(({ name }) => name === service);
    if (composed === undefined) throw new Error(`${service} has no apps/${service}/src/compose.ts`);
    documents.push({ service, document: await openApiOf(composed) });
  }
  return mergeOpenApi(documents, []);
}

/** @param services composed before, so that decorators are compiled when this imports them */
async function openApiOf({ name, parts }: NamedService): Promise<OpenApiDocument> {
  const { buildOpenApi } = await import('@casewire/rest');
  const app = await NestFactory.create(parts.module, { logger: false, abortOnError: false });
  return buildOpenApi(app, `Casewire ${name}`) as unknown as OpenApiDocument;
}
