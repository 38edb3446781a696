import { compileTenantSchema } from './compile-tenant-schema.ts';
import { SchemaError } from './schema-error.ts';
import type { SchemaObject } from './shapes.ts';

export function refusalOf(schema: SchemaObject): SchemaError {
  try {
    compileTenantSchema(schema);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error('was compiled');
}

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
