/** The payload of the page's example. */
export const verification = {
  id: 'b86a3cbe-7880-4759-a4f3-9bcabac3cf3c',
  checks: { passport: { data: [], errors: [], status: 'in_progress', warnings: [] } },
  status: 'verified',
  created_at: '2022-09-08T20:25:40.636471Z',
  updated_at: '2022-09-08T20:25:40.636480Z',
  applicant_id: '4da42a83-14db-4f19-9820-19cc10ad21cf',
  document_ids: ['bd59f3da-b89d-4198-be1d-9b65477ddfb1'],
  document_type: 'passport',
};

/** What is known of the other events: whom they are about. */
export const observed = { applicant_id: verification.applicant_id };
