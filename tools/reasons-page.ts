import { reasons, type Reason } from '@casewire/events';

/** The sections of the page: each lists the reasons that are seen in one place. */
const sections: Readonly<Record<keyof typeof reasons, { readonly title: string; readonly text: string }>> = {
  'failed-invocation': {
    title: 'Failed invocations',
    text: 'The `reason` of an invocation whose status is `failed`, and of the attempt after which Casewire gave up. A retry by hand is `POST /v1/invocations/{id}/retry`; an invocation that matching could not render has no body and cannot be retried.',
  },
  'waiting-invocation': {
    title: 'Waiting invocations',
    text: 'The `reason` of an invocation that waits for something besides its next attempt.',
  },
  'rejected-event': {
    title: 'Rejected events',
    text: 'The `reason` of an event that `GET /v1/rejected-events` lists and that stands on `rejected.v1`, the `code` of an event in a batch, and the `reason` of `POST /v1/events/validate`. `path` and `message` say what exactly is wrong.',
  },
  'dead-letter': {
    title: 'Dead letters',
    text: 'The header `casewire-rejected-reason` of a record on `rejected.v1` that is no rejected event; `casewire-rejected-detail` says more. Operators look for them.',
  },
};

const places = Object.keys(sections) as (keyof typeof sections)[];

/** `docs/reasons.md`, from the table in `libs/events/src/reasons.ts`. */
export function reasonsPage(): string {
  return [
    '# Reasons',
    '',
    '<!-- Made by `npm run docs` from `libs/events/src/reasons.ts`: change that. -->',
    '',
    'Casewire says why something failed, waits or was refused by one of these codes. Where a code has a detail, it stands behind `: `. The codes are stable: decide by them. Rows and records of an older version may hold others, which are shown as they are.',
    '',
    ...places.flatMap((place) => [
      `## ${sections[place].title}`,
      '',
      sections[place].text,
      '',
      '| reason | what happened | what to do | written by |',
      '| --- | --- | --- | --- |',
      ...Object.entries<Reason>(reasons[place]).map(([code, reason]) => row(code, reason)),
      '',
    ]),
  ].join('\n');
}

function row(code: string, reason: Reason): string {
  const text = reason.detail === undefined ? `\`${code}\`` : `\`${code}: …\` (${reason.detail})`;
  return `| ${text} | ${reason.meaning} | ${reason.remedy} | ${reason.writtenBy.join(', ')} |`;
}
