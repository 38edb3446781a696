export const text = {
  operator: 'Operator',
  overview: 'Overview',
  overviewLead: 'What needs a person, in all tenants: webhooks with the same receiver are one line.',
  open: 'Open',
  title: 'Tenants',
  lead: 'Open the dashboard of a tenant, where it needs somebody.',
  audit: 'Audit',
  system: 'System',
  filters: { q: 'Name or id' },
  nothing: {
    title: 'No tenant matches',
    lead: 'Search for another part of its name or id.',
    action: 'Clear the filter',
  },
  columns: { name: 'Name', id: 'Id', health: 'Needs you', created: 'Created', access: 'Access' },
  healthy: 'Nothing',
  access: 'Access',
  accessOf: (tenant: string) => `Access to ${tenant}`,
  empty: {
    title: 'No tenants yet',
    lead: 'A tenant is a customer with webhooks, keys and a history of its own.',
  },
  create: {
    open: 'New tenant',
    title: 'New tenant',
    name: 'Name',
    id: 'Id',
    idHint:
      'The attribute tenantid of its events: letters, digits, “.”, “_” and “-”. It never changes. Empty: Casewire makes one up.',
    submit: 'Make the tenant',
  },
};
