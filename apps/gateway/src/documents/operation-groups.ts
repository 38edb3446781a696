/** A group of operations in the reference. */
export interface OperationGroup {
  readonly name: string;
  readonly description?: string;
}

interface KnownGroup extends OperationGroup {
  /** Their paths begin with one of these. */
  readonly paths: readonly string[];
}

/** In the order of the reference. */
const groups: readonly KnownGroup[] = [
  {
    name: 'Events',
    description: 'Publish what has happened, read what was accepted, and try an event out.',
    paths: ['/v1/events'],
  },
  {
    name: 'Rejected events',
    description: 'Records that were not accepted, with the reason. They can be published again.',
    paths: ['/v1/rejected-events'],
  },
  {
    name: 'Event types',
    description: "The catalogue of the families, and a tenant's own types.",
    paths: ['/v1/event-types'],
  },
  {
    name: 'Webhooks',
    description: 'Addresses of receivers, with what they listen to and the rules of their deliveries.',
    paths: ['/v1/webhooks'],
  },
  {
    name: 'Secrets',
    description: 'Values that webhooks name in their URLs and headers, and the secret that signs for runs.',
    paths: ['/v1/secrets', '/v1/signing-secret'],
  },
  {
    name: 'Settings',
    description: 'What the operator has set for the tenant, and how long things are kept.',
    paths: ['/v1/settings'],
  },
  {
    name: 'Invocations',
    description: 'The history: one event for one webhook, and the attempts to deliver it.',
    paths: ['/v1/invocations'],
  },
  {
    name: 'Failures',
    description: 'What fails, by webhook, event type and class.',
    paths: ['/v1/failures'],
  },
  {
    name: 'Inspectors',
    description: 'Receivers that Casewire hosts, for trying things in the sandbox.',
    paths: ['/v1/inspectors'],
  },
  {
    name: 'Replays',
    description: 'Events of the past, sent once more or for the first time.',
    paths: ['/v1/replays'],
  },
  {
    name: 'Overview',
    description: 'What needs a person, how many deliveries there were, and things by a text.',
    paths: ['/v1/attention', '/v1/statistics', '/v1/search'],
  },
  {
    name: 'Audit',
    description: 'Who has changed what.',
    paths: ['/v1/audit'],
  },
  {
    name: 'Sensitive data',
    description: 'What is hidden from sessions, shown once, and recorded in the audit before.',
    paths: ['/v1/reveals'],
  },
  {
    name: 'For receivers',
    description: 'The data of thin deliveries, and the addresses that deliveries come from.',
    paths: ['/v1/data', '/v1/egress'],
  },
  {
    name: 'Tenants',
    description:
      "For the operator: tenants, their keys and links into the dashboard. It needs the operator's key.",
    paths: ['/v1/tenants'],
  },
  {
    name: 'System',
    description:
      "For the operator: whether the services work, and what waits between them. It needs the operator's key.",
    paths: ['/v1/system'],
  },
  {
    name: 'Sessions',
    description: 'How people sign in to the dashboard.',
    paths: ['/v1/sessions'],
  },
  {
    name: 'Ballerine',
    description: "Ballerine's own paths, for clients that speak to it. Errors have Ballerine's form.",
    paths: ['/api/v1/external/workflows'],
  },
  {
    name: 'Dataspike',
    description: "Dataspike's own paths, for clients that speak to it.",
    paths: ['/api/v3'],
  },
];

/** The group of a path. Paths of no known group are grouped by their resource: `/v1/rejected-events` as "Rejected events". */
export function groupOf(path: string): OperationGroup {
  const known = groups.find(({ paths }) =>
    paths.some((start) => path === start || path.startsWith(`${start}/`)),
  );
  return known ?? { name: titleOf(path.split('/')[2] ?? '') };
}

/** The groups of some paths, each once, the known ones in the order of the reference. */
export function groupsOf(paths: readonly string[]): OperationGroup[] {
  const found = new Map(paths.map(groupOf).map((group) => [group.name, group]));
  const known = groups.filter(({ name }) => found.has(name));
  const others = [...found.values()].filter((group) => !groups.some(({ name }) => name === group.name));
  return [...known, ...others].map(({ name, description }) => ({
    name,
    ...(description !== undefined && { description }),
  }));
}

function titleOf(resource: string): string {
  const words = resource.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
