import { describe, expect, it } from '@jest/globals';
import { pathsOf } from '../paths.ts';
import { summaryLines } from './summary-lines.ts';

const paths = pathsOf('/work', '.casewire');
const link = 'http://localhost:3000/enter#code';
const started = { url: 'http://localhost:3000', link, key: 'cw_sandbox_x', seconds: 24.04 };

describe('the lines at the end of a start', () => {
  it('say where everything is', () => {
    const lines = summaryLines(paths, { ...started, ownAdminKey: false });
    expect(lines).toContain(
      'Casewire is ready at http://localhost:3000 (after 24.0 s); Ctrl-C stops it. Logs: .casewire/logs',
    );
    expect(lines).toContain(link);
    expect(lines).toContain('them, is CASEWIRE_ADMIN_KEY in .casewire/secrets.json.');
  });

  it("do not name the file where the operator's key is set in the environment", () => {
    const text = summaryLines(paths, { ...started, ownAdminKey: true }).join('\n');
    expect(text).toContain('them, is CASEWIRE_ADMIN_KEY, as it is set in the environment.');
    expect(text).not.toContain('secrets.json');
  });
});
