export const text = {
  operator: 'Operator',
  overview: 'Overview',
  overviewLead: 'What needs attention, in all tenants: webhooks with the same receiver are one line.',
  open: 'Open',
  title: 'Tenants',
  lead: 'Open the dashboard of a tenant, where it needs somebody.',
  audit: 'Audit',
  system: 'System',
  filters: { q: 'Name or id', health: 'Health' },
  nothing: {
    title: 'No tenant matches',
    lead: 'Search for another part of its name or id, or for webhooks in another state.',
    action: 'Clear the filters',
  },
  columns: { name: 'Name', id: 'Id', health: 'Needs attention', created: 'Created', access: 'Access' },
  healthy: 'All clear',
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
