export const text = {
  entrance: {
    title: (tenant: string) => `View as ${tenant}?`,
    lead: 'You see the pages that its people see, and change nothing. The bodies of deliveries stay hidden, and so do secrets. The audit of the tenant tells of it.',
    submit: 'View as tenant',
    tenants: 'All tenants',
  },
  banner: {
    label: 'View as tenant',
    whose: 'Viewing',
    reading: 'as operator, read-only until',
    unlocked: 'as operator, with everything allowed until',
    unlock: 'Unlock…',
    end: 'End the view',
  },
  unlock: {
    title: 'Unlock the view',
    lead: 'For 15 minutes you may do everything that the people of the tenant may: see what is hidden, change, send again.',
    reason: 'Reason',
    reasonHint: 'The audit of the tenant keeps it, with everything that you change meanwhile.',
    submit: 'Unlock for 15 minutes',
  },
};
