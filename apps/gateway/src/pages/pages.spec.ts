import { describe, expect, it } from '@jest/globals';
import { apiDocsPage } from './api-docs-page.ts';
import { nextStepsPage } from './next-steps-page.ts';

describe('the pages', () => {
  it('show commands as they are to be pasted', () => {
    const page = nextStepsPage();
    expect(page).toContain('curl -sS $CASEWIRE_URL/v1/webhooks');
    expect(page).toContain('&quot;type&quot;: &quot;workflow.completed&quot;');
    expect(page).toContain('&quot;workflowRuntimeId&quot;: &quot;');
    expect(page).toContain('href="/docs"');
    expect(page).not.toContain('<script');
  });

  it('show what services say about themselves as text, never as HTML', () => {
    const evil = '<script>alert(1)</script>';
    const page = apiDocsPage({
      paths: {
        [`/v1/events/${evil}`]: {
          post: {
            summary: evil,
            tags: [evil],
            parameters: [{ name: evil, in: 'query', description: evil }],
            requestBody: { content: { [evil]: { schema: { description: evil } } } },
            responses: { 202: { description: evil } },
          },
        },
      },
      'x-casewire-missing': [evil],
    });
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
  });
});
