import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../api/types.ts';
import { changeToStatus } from './change-to-status.ts';

const entry = (id: string, ...changed: AuditEntry['changed'][number][]) => ({ id, changed });
const renamed = entry('renamed', { member: 'name', after: 'Portal' });
const paused = entry('paused', { member: 'status', before: 'active', after: 'paused' });
const resumed = entry('resumed', { member: 'status', before: 'paused', after: 'active' });
const earlier = entry('earlier', { member: 'status', before: 'active', after: 'paused' });
const created = entry('created', { member: 'url', after: 'u' }, { member: 'status', after: 'paused' });

describe('the change by which a webhook was paused', () => {
  it.each([
    ['the latest that changed its status', [renamed, paused, resumed, earlier], 'paused'],
    ['its creation, where it began so', [renamed, created], 'created'],
    ['not known, where the entries do not go back to it', [renamed], undefined],
    ['not known, where the latest one says something else', [resumed, earlier], undefined],
  ])('is %s', (_which, entries, id) => {
    expect(changeToStatus(entries, 'paused')?.id).toBe(id);
  });
});
