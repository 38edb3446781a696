/** The page's example without what only its trigger has. */
const acmeCase = {
  case_id: 42,
  case_user_readable_id: 'KYC-0042',
  case_name: 'Acme Corp',
  case_url: 'https://your-tenant.atfinity.app/cases/42',
  case_version: 7,
  case_color: 'green',
  outcome_instance_id: 17,
  process_key: 'kyc_process',
};

const additions: Readonly<Record<string, object>> = {
  case_changed: { action: 'updated' },
  case_state_changed: {
    previous_state_key: 'in_review',
    current_state_key: 'approved',
    transition_key: 'approve',
  },
  case_documents_updated: { document_keys: ['contract'], action: 'generated' },
};

/** The page's case under a trigger; `case_state_changed` is the page's example. */
export function exampleOf(trigger: string): object {
  return { ...acmeCase, ...additions[trigger] };
}
