import type { EventType } from '../family.ts';
import { exampleOf } from './examples.ts';
import { schemaOf } from './schemas.ts';
import { sensitive } from './sensitive.ts';

const triggers: readonly (readonly [trigger: string, description: string])[] = [
  ['case_created', 'A new case is created.'],
  ['case_approved', 'A case is approved.'],
  ['case_declined', 'A case is declined.'],
  ['case_finished', 'A case is finished.'],
  ['case_comment', 'A comment is added to a case.'],
  ['case_changed', 'Data within a case is changed.'],
  ['case_state_changed', 'A case moves to another state.'],
  ['case_documents_updated', 'Documents of a case are generated or deleted.'],
  ['case_proofs_updated', 'Proofs of a case, which are attached files, are uploaded or deleted.'],
];

/** The triggers of atfinity's webhook page. */
export const eventTypes: readonly EventType[] = triggers.map(([type, description]) => ({
  type,
  description,
  schema: schemaOf(type),
  example: exampleOf(type),
  sensitive,
}));
