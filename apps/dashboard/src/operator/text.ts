export const text = {
  title: 'Tenants',
  lead: 'Open the dashboard of a tenant.',
  audit: 'Audit',
  columns: { name: 'Name', id: 'Id', created: 'Created' },
  empty: { title: 'No tenants yet', lead: 'POST /v1/tenants makes the first one.' },
};
