import { eventTypeNamed } from '@casewire/families';
import { escapeHtml, htmlPage } from './html.ts';

const type = 'workflow.completed';
const data = eventTypeNamed(type)?.example ?? {};

const registerWebhook = `curl -sS $CASEWIRE_URL/v1/webhooks \\
  -H "Authorization: Bearer $CASEWIRE_KEY" -H 'Content-Type: application/json' \\
  -d '{"url": "https://example.com/hooks", "events": ["${type}"]}'`;

const publishEvent = `curl -sS $CASEWIRE_URL/v1/events \\
  -H "Authorization: Bearer $CASEWIRE_KEY" -H 'Content-Type: application/cloudevents+json' \\
  -d '{
    "specversion": "1.0", "id": "'$(date +%s)'", "source": "/me", "type": "${type}",
    "data": ${JSON.stringify(data, undefined, 2).replaceAll('\n', '\n    ')}
  }'`;

const readHistory = `curl -sS "$CASEWIRE_URL/v1/invocations?limit=5" -H "Authorization: Bearer $CASEWIRE_KEY"`;

/** The page at `/` where no dashboard is served, for somebody who has just started Casewire. */
export function nextStepsPage(): string {
  return htmlPage(
    'Casewire',
    `<h1>Casewire is running</h1>
<p class="quiet">It delivers events as signed webhooks, tries again until they arrive, and keeps a history you can query.</p>
<p class="quiet">There is no dashboard and no <code>/docs</code> here: <code>npm run build</code> makes both, and <code>CASEWIRE_DASHBOARD_FOLDER</code> says where they are.</p>
<p><code>npm start</code> printed two lines to paste into a shell: <code>CASEWIRE_URL</code> (this address) and
<code>CASEWIRE_KEY</code> (a tenant's sandbox key). With both set:</p>
<ol>
<li><h2>Register a webhook</h2>${command(registerWebhook)}
<p>The answer shows the webhook's signing secret once.</p></li>
<li><h2>Publish an event</h2>${command(publishEvent)}
<p>202 means that it is safe in Kafka. Services usually publish to Kafka themselves, to <code>casewire.events.v1</code>.</p></li>
<li><h2>Read what was delivered</h2>${command(readHistory)}
<p>Each invocation has its attempts at <code>/v1/invocations/{id}/attempts</code>.</p></li>
</ol>
<h2>Look around</h2>
<table>
<tr><td><a href="/openapi.json">/openapi.json</a></td><td>every endpoint, with what it takes and answers (OpenAPI 3.1)</td></tr>
<tr><td><a href="/readyz">/readyz</a></td><td>whether every service can do its work now</td></tr>
<tr><td><a href="/metrics">/metrics</a></td><td>the gateway's own figures (Prometheus), with the operator's key</td></tr>
</table>
<p class="quiet">A tenant's key reaches that tenant's webhooks and history in one environment. The operator's key
(<code>CASEWIRE_ADMIN_KEY</code>) makes tenants and keys, and acts for a tenant named in the headers
<code>Casewire-Tenant</code> and <code>Casewire-Environment</code>.</p>`,
  );
}

function command(text: string): string {
  return `<pre><code>${escapeHtml(text)}</code></pre>`;
}
