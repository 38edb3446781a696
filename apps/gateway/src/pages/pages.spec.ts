import { describe, expect, it } from '@jest/globals';
import { nextStepsPage } from './next-steps-page.ts';

describe('the page of next steps', () => {
  it('shows commands as they are to be pasted', () => {
    const page = nextStepsPage();
    expect(page).toContain('curl -sS $CASEWIRE_URL/v1/webhooks');
    expect(page).toContain('&quot;type&quot;: &quot;workflow.completed&quot;');
    expect(page).toContain('&quot;workflowRuntimeId&quot;: &quot;');
    expect(page).toContain('href="/openapi.json"');
    expect(page).not.toContain('<script');
  });
});
