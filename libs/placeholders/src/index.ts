export {
  hasPlaceholder,
  isSecretName,
  parseTemplate,
  placeholdersIn,
  placeholderText,
  templateProblem,
  type Placeholder,
  type Template,
} from './template.ts';
export { fillHeader, UnfilledPlaceholderError, type PlaceholderValues } from './fill.ts';
export { fillTarget, parseUrlTemplate, urlTemplateProblem, type UrlTemplate } from './url-template.ts';
export { readUrl, sentUrl, type RequestUrl } from './url-text.ts';
export { percentEncode } from './escape.ts';
export { JsonContext, MAX_CONTEXT_BYTES, MAX_SCANNED_BYTES } from './json-context.ts';
export { MAX_RESOLVED_BYTES, resolvePlaceholders, type Resolution } from './resolve.ts';
export { toQueryString } from './query-string.ts';
