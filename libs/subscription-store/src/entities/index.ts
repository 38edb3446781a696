import { ApiKey } from './api-key.ts';
import { NamedSecret } from './named-secret.ts';
import { SigningSecret } from './signing-secret.ts';
import { Tenant } from './tenant.ts';
import { WebhookSecret } from './webhook-secret.ts';
import { Webhook } from './webhook.ts';
import { WorkflowRun } from './workflow-run.ts';

/** Every table of the schema that is written through TypeORM. */
export const entities = [Tenant, ApiKey, Webhook, WebhookSecret, SigningSecret, NamedSecret, WorkflowRun];

export { ApiKey, NamedSecret, SigningSecret, Tenant, Webhook, WebhookSecret, WorkflowRun };
