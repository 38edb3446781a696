import type { Environment } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import { TestLimit } from './test-limit.ts';

describe('TestLimit', () => {
  it('lets four of a tenant and environment be under way at once, however they end', async () => {
    const limit = new TestLimit();
    const ends: PromiseWithResolvers<string>[] = [];
    const send = (tenantId: string, environment: Environment = 'sandbox') =>
      limit.run({ tenantId, environment }, () => {
        const end = Promise.withResolvers<string>();
        ends.push(end);
        return end.promise;
      });
    const first = send('acme');
    const others = [send('acme'), send('acme'), send('acme')];
    const refused = { code: 'too-many-requests', headers: { 'retry-after': '2' } };
    await expect(send('acme')).rejects.toMatchObject(refused);
    others.push(send('acme', 'production'));
    const stranger = send('stranger');
    ends[0]?.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    others.push(send('acme'));
    await expect(send('acme')).rejects.toMatchObject(refused);
    for (const end of ends) end.resolve('sent');
    expect(await Promise.all([...others, stranger])).toEqual(Array.from({ length: 6 }, () => 'sent'));
  });
});
