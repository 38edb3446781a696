import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { hasBallerineErrors } from './error-answer.ts';
import { toJsonSchema } from './json-schema.ts';

/** The OpenAPI 3.1 document of an app, made from its controllers and their zod schemas. */
export function buildOpenApi(app: INestApplication, title: string): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setVersion('1')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: "A tenant's API key, or the operator's key.",
    })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? { schema: toJsonSchema(schema, schemaType) } : undefined,
  });
  return withProblems(document);
}

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable; decide by this one.'),
  detail: z.string().optional(),
  errors: z
    .array(z.object({ path: z.string(), message: z.string(), accepted: z.string().optional() }))
    .optional(),
});

const ballerineErrorSchema = z.object({
  message: z.string(),
  statusCode: z.int(),
  errors: z.array(z.object({ message: z.string(), path: z.string() })).optional(),
});

/** Adds to every operation that it may answer with an error, in the form that its path has for errors. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const schemas = {
    ...document.components?.schemas,
    Problem: toJsonSchema(problemSchema, 'output'),
    BallerineError: toJsonSchema(ballerineErrorSchema, 'output'),
  };
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of Object.values(operations) as { responses?: Record<string, unknown> }[]) {
      if (operation.responses === undefined) continue;
      operation.responses['default'] ??= hasBallerineErrors(path)
        ? errorResponse('An error.', 'application/json', 'BallerineError')
        : errorResponse('A problem (RFC 9457).', 'application/problem+json', 'Problem');
    }
  }
  return { ...document, components: { ...document.components, schemas } };
}

function errorResponse(description: string, contentType: string, schema: string) {
  return { description, content: { [contentType]: { schema: { $ref: `#/components/schemas/${schema}` } } } };
}
