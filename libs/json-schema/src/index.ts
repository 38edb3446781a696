export { compileTenantSchema, type TenantSchema } from './compile-tenant-schema.ts';
export { formats } from './formats.ts';
export * from './limits.ts';
export { SchemaError } from './schema-error.ts';
export { demandOneOf, pointerToken, toProblem, type SchemaProblem } from './schema-problem.ts';
