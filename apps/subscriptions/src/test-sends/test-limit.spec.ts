import { describe, expect, it } from '@jest/globals';
import { TestLimit } from './test-limit.ts';

describe('TestLimit', () => {
  it('lets four of a tenant be under way at once, however they end', async () => {
    const limit = new TestLimit();
    const ends: PromiseWithResolvers<string>[] = [];
    const send = (tenantId: string) =>
      limit.run(tenantId, () => {
        const end = Promise.withResolvers<string>();
        ends.push(end);
        return end.promise;
      });
    const first = send('acme');
    const others = [send('acme'), send('acme'), send('acme')];
    const refused = { code: 'too-many-requests', headers: { 'retry-after': '2' } };
    await expect(send('acme')).rejects.toMatchObject(refused);
    const stranger = send('stranger');
    ends[0]?.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    others.push(send('acme'));
    await expect(send('acme')).rejects.toMatchObject(refused);
    for (const end of ends) end.resolve('sent');
    expect(await Promise.all([...others, stranger])).toEqual(Array.from({ length: 5 }, () => 'sent'));
  });
});
