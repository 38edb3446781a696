export { Problem, type FieldError } from './problem.ts';
export { ProblemFilter, sendProblem, toProblem } from './problem-filter.ts';
export { RequestBody, useRequestBodies } from './request-body.ts';
export { ParsingPipe } from './parsing-pipe.ts';
export { fieldErrors } from './field-errors.ts';
export { page, pageParameters, pageQuery, pageSchema, type Page, type PageQuery } from './page.ts';
export { etag, requireIfMatch } from './entity-tag.ts';
export { buildOpenApi } from './open-api.ts';
