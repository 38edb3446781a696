import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { problemExamples, withRefusals, type DescribedOperation } from './documented-problems.ts';
import { withExamples } from './examples.ts';
import { toJsonSchema } from './json-schema.ts';
import { problemCodes } from './problem.ts';

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
  return completed(document);
}

/** Some problems have members of their own beside these, for instance `oldest`. */
const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes).describe('Stable; decide by this one.'),
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

/** Adds to every operation examples, and for what it refuses requests, in the form that its path has for errors. */
function completed(document: OpenAPIObject): OpenAPIObject {
  const schemas = {
    ...document.components?.schemas,
    Problem: toJsonSchema(problemSchema, 'output'),
    BallerineError: toJsonSchema(ballerineErrorSchema, 'output'),
  };
  const paths = Object.entries(document.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations as Readonly<Record<string, DescribedOperation>>).map(
        ([method, operation]) => [method, withRefusals(path, withExamples(operation))] as const,
      ),
    ),
  ]);
  return {
    ...document,
    paths: Object.fromEntries(paths) as OpenAPIObject['paths'],
    components: { ...document.components, schemas, examples: problemExamples() },
  };
}
