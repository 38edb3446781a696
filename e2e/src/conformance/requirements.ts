/** A promise to receivers and to their owners: the system's own page states it, or it was observed. */
export interface Requirement {
  readonly id: string;
  readonly what: string;
}

/** Every numbered requirement, family by family. Each has a test of its own id in this folder. */
export const requirements: readonly Requirement[] = [
  // Ballerine
  { id: 'B1', what: 'One POST per matching subscription, `Content-Type: application/json`.' },
  { id: 'B2', what: '`id` is unique per event and webhook, and the same on every attempt.' },
  { id: 'B3', what: 'Six event names, and any custom one that a tenant registers.' },
  {
    id: 'B4',
    what: "The body's keys in the page's order; unknown ones are absent, `workflowResolvedAt` may be null.",
  },
  { id: 'B5', what: '`apiVersion` is the number 1, or what the tenant sets.' },
  { id: 'B6', what: 'Timestamps are ISO 8601 in UTC with milliseconds.' },
  { id: 'B7', what: 'Runtime, definition and entity ids are opaque strings.' },
  { id: 'B8', what: '`workflowFinalState` is one of four, or any custom state.' },
  { id: 'B9', what: 'Documents and their decisions pass through untouched.' },
  { id: 'B10', what: '`environment` is `sandbox` or `production`.' },
  { id: 'B11', what: '`X-HMAC-Signature` is the hex HMAC-SHA256 of the exact body.' },
  {
    id: 'B12',
    what: 'Customer, definition and runtime level add up; a tenant may let the specific override.',
  },
  {
    id: 'B13',
    what: '`config.subscriptions` of a run matches its very first event; that of a definition, all its runs.',
  },
  { id: 'B14', what: 'Starting a run answers its ids, is idempotent, and puts the command on Kafka.' },
  { id: 'B15', what: 'Custom webhooks fire when a run enters a listed state, with a transformed body.' },
  { id: 'B16', what: '`{secret.NAME}` and `{a.b.c}` are filled in at send time; secrets are shown nowhere.' },
  { id: 'B17', what: '`withChildWorkflows` adds `data.childWorkflowsRuntimeData`.' },
  // IDWise
  { id: 'I1', what: 'POST of `{"event": …, "body": …}`, event names with spaces.' },
  { id: 'I2', what: 'Three event names of the page and eight observed ones.' },
  { id: 'I3', what: 'The body passes through, `finalDecision` absent before a review, unknown fields kept.' },
  { id: 'I4', what: '`eventId` on request, the same on every retry.' },
  { id: 'I5', what: 'Several URLs per event, each with its own invocation.' },
  { id: 'I6', what: 'Unsigned by default; Basic, Bearer or custom headers; Standard Webhooks on request.' },
  { id: 'I7', what: 'Success is 200 only; retries after 5, 10 and 15 minutes.' },
  { id: 'I8', what: 'A repeated notification carries the same `webhook-id`.' },
  // atfinity
  { id: 'F1', what: 'POST, `Content-Type: application/json; charset=UTF-8` exactly.' },
  { id: 'F2', what: '`X-atfinity-event` equals `trigger`.' },
  { id: 'F3', what: '`X-atfinity-version` is the configured version.' },
  { id: 'F4', what: 'Nine triggers, each with its own target URLs.' },
  { id: 'F5', what: 'Nine fields always present, null where unknown.' },
  { id: 'F6', what: 'Three triggers add fields; no other does.' },
  { id: 'F7', what: "The page's example is reproduced, keys in its order." },
  { id: 'F8', what: 'No field beyond the documented ones; `webhook-id` can be switched off.' },
  { id: 'F9', what: '`process_key` is the definition level, `case_id` the runtime level.' },
  // Dataspike
  { id: 'D1', what: '`{id, webhook_id, event_type, payload, timestamp}`, the id that history pages by.' },
  { id: 'D2', what: 'Three event types of the page and four observed ones.' },
  { id: 'D3', what: 'The DOCVER payload passes through, every digit of its timestamps kept.' },
  { id: 'D4', what: 'Success is 200 only.' },
  { id: 'D5', what: 'The history at its documented address, with its fields and page size.' },
  { id: 'D6', what: 'A reader who follows `after` sees every invocation exactly once.' },
  { id: 'D7', what: 'Unknown ids are 404, malformed ones 400, an expired cursor says where to resume.' },
  { id: 'D8', what: 'Webhooks can be managed through the observed organisation API.' },
  { id: 'D9', what: '`X-Webhook-Signature: t=…,v1=…` with the hex-decoded secret.' },
  { id: 'D10', what: 'Webhooks are created, edited, enabled and tested for sandbox and production.' },
];
