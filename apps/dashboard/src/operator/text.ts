export const text = {
  operator: 'Operator',
  overview: 'Overview',
  overviewLead: 'What needs a person, in all tenants: webhooks with the same receiver are one line.',
  noTenant: 'Events without a tenant',
  noTenantLead: 'Casewire could not tell whose they are. Correct the publisher.',
  open: 'Open',
  title: 'Tenants',
  lead: 'Open the dashboard of a tenant.',
  audit: 'Audit',
  system: 'System',
  columns: { name: 'Name', id: 'Id', created: 'Created' },
  empty: { title: 'No tenants yet', lead: 'POST /v1/tenants makes the first one.' },
};
