export { answerHeaders } from './answer-headers.ts';
export { requireKnownMethod } from './allowed-methods.ts';
export { Problem, type FieldError } from './problem.ts';
export { ProblemFilter, sendProblem, toProblem } from './problem-filter.ts';
export { parseJsonBody, RequestBody, useRequestBodies } from './request-body.ts';
export { ParsingPipe } from './parsing-pipe.ts';
export { fieldErrors } from './field-errors.ts';
export {
  cursorOf,
  listQuery,
  page,
  pageLimit,
  pageQuery,
  pageSchema,
  unknownCursor,
  uuidCursor,
  type Page,
  type PageQuery,
} from './page.ts';
export { AnswersRawJson, RawJson } from './raw-json.ts';
export { rowProblemsSchema, shownInstant, shownRow } from './shown-row.ts';
export { changesIn, patchBody, type Patch } from './patch.ts';
export { RefusedFor } from './documented-problems.ts';
export { etag, IfMatch, requireIfMatch } from './entity-tag.ts';
export { buildOpenApi } from './open-api.ts';
