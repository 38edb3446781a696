export {
  Problem,
  problemCodeOfStatus,
  type FieldError,
  type ProblemCode,
  type ProblemDocument,
  type ProblemOptions,
} from './problem.ts';
export { ProblemFilter, sendProblem, type ProblemFilterOptions } from './problem-filter.ts';
export { RequestBody, useRequestBodies } from './request-body.ts';
export { ParsingPipe } from './parsing-pipe.ts';
export { fieldErrors } from './field-errors.ts';
export { unstorableFields } from './storable.ts';
export {
  page,
  pageParameters,
  pageQuery,
  pageSchema,
  queryInteger,
  type Page,
  type PageQuery,
} from './page.ts';
export { etag, requireIfMatch } from './entity-tag.ts';
export { buildOpenApi, type OpenApiOptions } from './open-api.ts';
