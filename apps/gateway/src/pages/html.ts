/** The pages have no scripts and load nothing. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const style = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: #2563eb; }
  @media (prefers-color-scheme: dark) { :root { --accent: #7aa5ff; } }
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
  h1 { font-size: 1.7rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
  a { color: var(--accent); } code, pre { font: .875em/1.5 ui-monospace, monospace; }
  code { background: var(--soft); border-radius: 4px; padding: .1em .3em; }
  pre { background: var(--soft); border-radius: 8px; padding: .9rem 1rem; overflow-x: auto; }
  pre code { background: none; padding: 0; }
  ol { padding-left: 1.3rem; } .quiet { opacity: .75; }
  table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top; }
`;

/** @param title text @param body HTML */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
