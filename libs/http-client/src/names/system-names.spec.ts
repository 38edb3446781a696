import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNameServer, type NameServer, type Records } from '../conformance/name-server.ts';
import type { ResolveName } from './name-cache.ts';
import { systemNames } from './system-names.ts';

const SIX = '2001:db8:0:0:0:0:0:1';

const records: Readonly<Record<string, Records>> = {
  'four.example': ['192.0.2.1', '192.0.2.2'],
  'both.example': [SIX, '192.0.2.1', '192.0.2.2'],
  'six.example': [SIX],
  'failing.example': 'fails',
  'receiver.apps.cluster.example': ['192.0.2.7'],
};

describe('systemNames', () => {
  let folder: string;
  let server: NameServer;
  let resolve: ResolveName;
  const hosts = (text: string) => writeFile(join(folder, 'hosts'), text);
  const find = (name: string, signal = new AbortController().signal) => resolve(name, signal);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'names-'));
    server = await startNameServer((name) =>
      name.startsWith('dead') ? 'silent' : (records[name] ?? 'unknown'),
    );
    await writeFile(
      join(folder, 'resolv.conf'),
      '# of the cluster\nsearch apps.cluster.example. cluster.example\n',
    );
    resolve = systemNames({
      hostsFile: join(folder, 'hosts'),
      resolverFile: join(folder, 'resolv.conf'),
      servers: [server.address],
    });
  });

  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('finds the addresses of both families, in turn', async () => {
    expect(await find('four.example')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await find('both.example')).toEqual(['192.0.2.1', '2001:db8::1', '192.0.2.2']);
    expect(await find('SIX.example')).toEqual(['2001:db8::1']);
  });

  it('takes all addresses of the hosts file first, as it is now', async () => {
    await hosts('192.0.2.8\tfour.example alias # mine\n::1 Four.Example\nnonsense four.example\n');
    expect(await find('four.example')).toEqual(['192.0.2.8', '::1']);
    expect(await find('alias.')).toEqual(['192.0.2.8']);
    await hosts('192.0.2.99 four.example\n');
    expect(await find('four.example')).toEqual(['192.0.2.99']);
    await rm(join(folder, 'hosts'));
    expect(await find('four.example')).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('keeps local names local', async () => {
    expect(await find('localhost')).toEqual(['127.0.0.1']);
    expect(await find('a.localhost.')).toEqual(['127.0.0.1']);
    expect(server.questions).toEqual([]);
  });

  it('looks in the search list for what does not exist as it stands', async () => {
    expect(await find('receiver')).toEqual(['192.0.2.7']);
    expect(await find('receiver.apps')).toEqual(['192.0.2.7']);
    await expect(find('receiver.')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it.each([
    ['nowhere.example', 'ENOTFOUND'],
    ['failing.example', 'ESERVFAIL'],
    [`${'x'.repeat(64)}.example`, 'EBADNAME'],
  ])('says why there is no %s', async (name, code) => {
    await expect(find(name)).rejects.toMatchObject({ code });
  });

  it('finds a name while the servers of a hundred others are dead', async () => {
    const left = new AbortController();
    const dead = Array.from({ length: 100 }, (_, index) => find(`dead${index}.example`, left.signal));
    const ended = Promise.allSettled(dead);
    const found = await Promise.race([find('four.example'), ended]);
    expect(found).toEqual(['192.0.2.1', '192.0.2.2']);
    left.abort();
    for (const { status } of await ended) expect(status).toBe('rejected');
    expect(process.getActiveResourcesInfo().filter((kind) => kind.startsWith('UDP'))).toHaveLength(1);
  });
});
