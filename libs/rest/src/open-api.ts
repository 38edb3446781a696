import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

export interface OpenApiOptions {
  readonly title: string;
  readonly description?: string;
  readonly version: string;
}

/** The OpenAPI 3.1 document of an app, made from its controllers and their zod schemas. */
export function buildOpenApi(app: INestApplication, options: OpenApiOptions): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(options.title)
    .setDescription(options.description ?? '')
    .setVersion(options.version)
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

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
  return jsonSchema;
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

/** Every operation may answer with a problem document. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const schemas = {
    ...document.components?.schemas,
    Problem: toJsonSchema(problemSchema, 'output') as object,
  };
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations) as { responses?: Record<string, unknown> }[]) {
      if (operation.responses === undefined) continue;
      operation.responses['default'] ??= {
        description: 'A problem (RFC 9457).',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  return { ...document, components: { ...document.components, schemas } };
}
