// Made by `npm run docs` from the OpenAPI document of the services: change their controllers and schemas.
/* eslint-disable */
export interface paths {
  readonly '/v1/sessions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List sessions
     * @description Those that are good now, and those of the operator that began with an earlier key, which are refused.
     */
    readonly get: operations['Sessions.list'];
    readonly put?: never;
    /**
     * Sign in
     * @description With a key, or with the code of a portal link, which is used by that. The answer sets a cookie. The session that the request comes with ends; a key of the same tenant for its other environment is added to what that session had.
     */
    readonly post: operations['Sessions.start'];
    /**
     * End all sessions of a tenant
     * @description Those that are good now. Whoever has a key or an unused portal link can sign in again. Sessions of the operator go on, those that view the tenant too.
     */
    readonly delete: operations['Sessions.endAll'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/sessions/preview': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Read what a portal link opens
     * @description So that a page can ask before it signs in. The link is not used by that.
     */
    readonly post: operations['Sessions.preview'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/sessions/current': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read the session of this request */
    readonly get: operations['Sessions.current'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Sign out
     * @description Ends the session everywhere, and asks the browser to forget the cookie and what it has kept.
     */
    readonly delete: operations['Sessions.signOut'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/sessions/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** End a session */
    readonly delete: operations['Sessions.end'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tenants/{tenantId}/portal-links': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List portal links
     * @description Used and expired ones too, for 30 days.
     */
    readonly get: operations['PortalLinks.list'];
    readonly put?: never;
    /**
     * Create a portal link
     * @description An address that opens the dashboard for the tenant, once. The session that it begins can do no more than the link says, and ends when the link is revoked.
     */
    readonly post: operations['PortalLinks.create'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tenants/{tenantId}/portal-links/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * Revoke a portal link
     * @description The session that it has begun ends too.
     */
    readonly delete: operations['PortalLinks.revoke'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/sessions/current/views/{tenantId}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /**
     * View as a tenant
     * @description From now on, requests of this session that name the tenant may read what it has, without payloads and secrets. It takes the place of a view of another tenant.
     */
    readonly put: operations['TenantViews.begin'];
    readonly post?: never;
    /** End the view of a tenant */
    readonly delete: operations['TenantViews.end'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/sessions/current/views/{tenantId}/unlock': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Unlock the view of a tenant
     * @description For 15 minutes it allows everything that the people of the tenant may do.
     */
    readonly post: operations['TenantViews.unlock'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/system': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read which services answer, their versions, and what they lack
     * @description For the operator. Of several processes of a service, the one that the gateway reaches answers.
     */
    readonly get: operations['System.read'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List accepted events */
    readonly get: operations['Events.list'];
    readonly put?: never;
    /**
     * Publish events
     * @description CloudEvents in structured, batched or binary mode. A batch may be accepted in part; 202 means kept.
     */
    readonly post: operations['PublishEvents.publish'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/events/validate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Ask what would become of an event
     * @description One CloudEvent in structured or binary mode. Nothing is stored or sent.
     */
    readonly post: operations['ValidateEvents.validate'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/events/{uid}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read an event with its invocations, and why other webhooks have none */
    readonly get: operations['Events.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/rejected-events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List rejected events
     * @description An event that names no tenant, or whose record cannot be read as one event, is listed for the operator alone. Filters find what could be read of an event when it was rejected, in either content mode: also the attributes in front of the place where its JSON breaks.
     */
    readonly get: operations['RejectedEvents.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/rejected-events/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read a rejected event
     * @description With the scope `payloads`, its original bytes too.
     */
    readonly get: operations['RejectedEvents.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/rejected-events/{id}/republish': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Publish a rejected event again
     * @description As a new event with the original attributes and data, or with those of the request. The operator, who names no tenant in the headers, may give it to a tenant by the attributes `tenantid` and `environment`; anybody else’s events stay their own.
     */
    readonly post: operations['Republish.republish'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tenants': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List tenants */
    readonly get: operations['Tenants.list'];
    readonly put?: never;
    /** Create a tenant */
    readonly post: operations['Tenants.create'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tenants/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read a tenant */
    readonly get: operations['Tenants.get'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Delete a tenant
     * @description Its keys and webhooks stop working, its history stays, its id stays taken.
     */
    readonly delete: operations['Tenants.delete'];
    readonly options?: never;
    readonly head?: never;
    /**
     * Change a tenant
     * @description With If-Match only if nobody changed it meanwhile. Members that are as they are shown may be sent along.
     */
    readonly patch: operations['Tenants.change'];
    readonly trace?: never;
  };
  readonly '/v1/tenants/{tenantId}/api-keys': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List API keys
     * @description Revoked and expired ones too.
     */
    readonly get: operations['ApiKeys.list'];
    readonly put?: never;
    /**
     * Create an API key
     * @description The answer is the only place where it is shown.
     */
    readonly post: operations['ApiKeys.create'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tenants/{tenantId}/api-keys/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** Revoke an API key */
    readonly delete: operations['ApiKeys.revoke'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List webhooks */
    readonly get: operations['Webhooks.list'];
    readonly put?: never;
    /**
     * Create a webhook
     * @description The answer shows the secret that signs its deliveries, or the public key that verifies them.
     */
    readonly post: operations['Webhooks.create'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read a webhook */
    readonly get: operations['Webhooks.get'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Delete a webhook
     * @description What is pending is cancelled; the history stays.
     */
    readonly delete: operations['Webhooks.delete'];
    readonly options?: never;
    readonly head?: never;
    /**
     * Change a webhook
     * @description With If-Match only if nobody changed it meanwhile. Members that are as they are shown may be sent along.
     */
    readonly patch: operations['Webhooks.change'];
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/health': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read what attempts have shown of a webhook */
    readonly get: operations['Webhooks.health'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Resume a paused webhook
     * @description What was held and is skipped ends as `cancelled`. A PATCH of `status` to `active` is the same with `send`.
     */
    readonly post: operations['Webhooks.resume'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/secret': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read a webhook's secret
     * @description The audit notes each time that a secret is shown. A public key is none.
     */
    readonly get: operations['WebhookSecrets.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/secret/rotate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Rotate a webhook's secret
     * @description Both secrets sign until the overlap ends.
     */
    readonly post: operations['WebhookSecrets.rotate'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/test': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send a test
     * @description Sends the event type's example once, now, signed like a delivery, with the header `webhook-test: true`, also to a disabled webhook. The answer is the attempt, whatever the receiver said; nothing appears in history or statistics.
     */
    readonly post: operations['TestSends.send'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/check-url': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Ask whether deliveries reach a URL
     * @description Looks the name up, vets its address, connects and shakes hands as a delivery would, and closes the connection: no request is sent. The answer is one of a few words, and has nothing that the receiver said. Ten times a minute. A URL that could not be registered is refused with 422.
     */
    readonly post: operations['CheckUrls.check'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/preview': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Ask what a webhook would be sent
     * @description For a webhook that need not exist, and an event that is given or was accepted. Nothing is sent or stored.
     */
    readonly post: operations['Previews.preview'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/verify': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Ask whether a signature is right
     * @description Checks a request that a receiver got as the receiver should, and names the check that fails.
     */
    readonly post: operations['Previews.verify'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/data/{address}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Fetch the data of a thin delivery
     * @description At the `dataUrl` of the delivery, with an API key (scope `payloads`), or with the signature of the whole address, made as deliveries to the webhook are signed. Each fetch is audited.
     */
    readonly get: operations['DeliveredData.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{webhookId}/data-fetches': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List who has fetched data of thin deliveries
     * @description Newest first. Kept for 90 days, also when the webhook is deleted.
     */
    readonly get: operations['DeliveredData.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/egress': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read the addresses that deliveries come from */
    readonly get: operations['Egress.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/signing-secret': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read the tenant's signing secret
     * @description The audit notes each time that it is shown. The first request makes it.
     */
    readonly get: operations['SigningSecrets.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/signing-secret/rotate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Rotate the tenant's signing secret */
    readonly post: operations['SigningSecrets.rotate'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/secrets/{name}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /**
     * Set a secret
     * @description Webhooks name it as `{secret.NAME}` in their URL and headers; the next attempt uses the new value.
     */
    readonly put: operations['Secrets.put'];
    readonly post?: never;
    /**
     * Delete a secret
     * @description Deliveries of webhooks that still name it fail, and nothing is sent.
     */
    readonly delete: operations['Secrets.delete'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/secrets': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List secrets
     * @description Their names; values are never shown.
     */
    readonly get: operations['Secrets.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/event-types': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List event types
     * @description Those of the catalogue and the own ones, by name.
     */
    readonly get: operations['EventTypes.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/event-types/{type}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read an event type */
    readonly get: operations['EventTypes.get'];
    /**
     * Register or replace an own event type
     * @description In the environment of the key.
     */
    readonly put: operations['EventTypes.put'];
    readonly post?: never;
    /**
     * Remove an own event type
     * @description In the environment of the key. Later events of it are rejected there.
     */
    readonly delete: operations['EventTypes.delete'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/event-types/{type}/copy': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Copy an own event type from the sandbox to production
     * @description Makes or replaces production's. Only a production key or the operator's key may do it.
     */
    readonly post: operations['EventTypes.copy'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/settings': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read the settings of the tenant
     * @description Settings that are absent have their default. Only the operator changes them.
     */
    readonly get: operations['OwnSettings.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/audit': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List what was changed, and by whom
     * @description A tenant's key sees what belongs to its environment or to no single one; the operator sees all. Deleted things have their entries too.
     */
    readonly get: operations['Audit.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{webhookId}/changes': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the changes of a webhook
     * @description Its entries of the audit, with each setting before and after. Of headers they have the names, and of secrets nothing. `version` is the one that attempts name.
     */
    readonly get: operations['Audit.changes'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v3/organization/webhooks': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List webhooks */
    readonly get: operations['DataspikeWebhooks.list'];
    readonly put?: never;
    /**
     * Create a webhook
     * @description The answer shows its secret, once.
     */
    readonly post: operations['DataspikeWebhooks.create'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v3/organization/webhooks/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * Delete a webhook
     * @description Its history stays.
     */
    readonly delete: operations['DataspikeWebhooks.delete'];
    readonly options?: never;
    readonly head?: never;
    /** Change a webhook */
    readonly patch: operations['DataspikeWebhooks.change'];
    readonly trace?: never;
  };
  readonly '/api/v3/organization/webhooks/{id}/hmac/rotate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Rotate a webhook's secret
     * @description For a day, the old secret signs beside the new one.
     */
    readonly post: operations['DataspikeWebhooks.rotate'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/external/workflows/run': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Run a workflow
     * @description The subscriptions in its `config` get the events of this run from the first one on, signed with the signing secret of the tenant.
     */
    readonly post: operations['BallerineRuns.run'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/external/workflows/{workflowId}/config': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /**
     * Set the subscriptions of a workflow definition
     * @description They get the events of all its runs and replace those that were set before; one that stays the same keeps its id.
     */
    readonly put: operations['BallerineConfigs.set'];
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/invocations': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List invocations, without their payloads */
    readonly get: operations['Invocations.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/invocations/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read an invocation and why it is where it is; with the scope `payloads`, also what it sends */
    readonly get: operations['Invocations.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/invocations/{id}/attempts': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the attempts of an invocation
     * @description With the scope `payloads`, also the queries that were sent, and what receivers have answered.
     */
    readonly get: operations['Invocations.attempts'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/invocations/{id}/retry': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send an invocation again, now, whatever became of it
     * @description A request that would change nothing is answered 409, with a `reason`: `in-flight` or `due` while it is sent anyway, `just-asked` within two seconds after another request, `held` while it waits for another invocation (`holder`), `webhook-paused` while its webhook is paused, `probe-out` while a probe finds out whether its receiver is back (at other times it is sent as the next probe), `receiver-unavailable` while what has waited for its receiver is sent little by little, `no-body` where there is nothing to send.
     */
    readonly post: operations['ChangeInvocations.retry'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/invocations/{id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Send an invocation no more */
    readonly post: operations['ChangeInvocations.cancel'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send no more of what a webhook has waiting from a stretch of time
     * @description Cancels invocations that wait or are on their way, as `POST /v1/invocations/{id}/cancel` does. A running replay of the webhook goes on: cancel it first.
     */
    readonly post: operations['CancelSets.cancel'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/invocations/{id}/resend': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Render the event of an invocation anew, by the settings of today, and send it under a new id
     * @description The answer is the new invocation, whose `copyOf` names the old one; that one stays as it is. `POST /v1/invocations/{id}/retry` sends the same body under the same id instead. The event must still be kept, else the answer is 409 `event-expired`. Where today nothing would be sent the answer is 409 with a `reason`: `nothing-to-send` with the cause in `detail`, `webhook-gone`, `webhook-disabled`, `webhook-expired`, or `blocking` while the invocation itself blocks its subject.
     */
    readonly post: operations['Resend.resend'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhooks/{id}/replay': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send again what a webhook got, or should have got, in a stretch of time
     * @description Live traffic goes first: a replay leaves it half of what the webhook takes at once. A webhook has one replay at a time; a second one is answered 409 with the `id` of the first. With `dryRun`, and where there is nothing to send, the answer is 200 and nothing begins.
     */
    readonly post: operations['Replays.begin'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/replays': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List replays */
    readonly get: operations['Replays.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/replays/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read a replay with its progress */
    readonly get: operations['Replays.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/replays/{id}/pause': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Start nothing more until it is resumed
     * @description What the replay has started goes on. A replay that has ended is answered 409.
     */
    readonly post: operations['Replays.pause'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/replays/{id}/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Go on with a paused replay
     * @description What the replay has started goes on. A replay that has ended is answered 409.
     */
    readonly post: operations['Replays.resume'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/replays/{id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * End a replay: start nothing more
     * @description What the replay has started goes on. A replay that has ended is answered 409.
     */
    readonly post: operations['Replays.cancel'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/statistics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read how many attempts were made, how invocations ended, and how long both took */
    readonly get: operations['Statistics.read'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/attention': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read what needs a person, the worst first, each with the request that mends it */
    readonly get: operations['Attention.read'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/failures': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List failure groups: what fails, by webhook, event type and class */
    readonly get: operations['Failures.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/failures/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read a failure group: what it means, what to do, and how much there is */
    readonly get: operations['Failures.get'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/failures/{id}/retry': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send again what has failed in a failure group
     * @description A replay of exactly these invocations begins: `GET /v1/replays/{id}` tells how far it is. What waits is sent anyway, and what has no body cannot be sent. A webhook has one replay at a time; a second one is answered 409 with the `id` of the first. Where there is nothing to send, the answer is 200 and nothing begins.
     */
    readonly post: operations['Failures.retry'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/failures/{id}/ignore': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Ignore a failure group until an instant, or until something of it fails again
     * @description It is counted as before, and `ignored` says that nobody needs to look at it: `GET /v1/attention` leaves it out.
     */
    readonly post: operations['Failures.ignore'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/failures/{id}/unignore': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Ignore a failure group no longer */
    readonly post: operations['Failures.unignore'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/search': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Find invocations, events, rejected events and webhooks by a text
     * @description Of the tenant and environment that the request is made for. Ids, subjects and correlation ids are found as a whole, names and hosts of webhooks by any part of them, in upper or lower case. A correlation id is found as long as its event is kept. A rejected event is found by its id, by the key of its record, and by those of its attributes that could be read when it was rejected.
     */
    readonly get: operations['Search.search'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/reveals': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Show what is hidden
     * @description Of one thing. An entry of the audit is stored first: where it cannot be, nothing is shown. An `Idempotency-Key` is ignored.
     */
    readonly post: operations['Reveals.reveal'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/system/pipeline': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read what waits between the services: lag, due invocations, cuts and dead letters
     * @description For the operator. A part that could not be read in time is null, and `unavailable` names it; `complete` is false then.
     */
    readonly get: operations['Pipeline.read'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v3/notifications/webhook/history': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read what webhooks were sent, oldest first
     * @description To follow it, pass the last id as `after` until `has_next` is false: no invocation is skipped or repeated, also while deliveries go on.
     */
    readonly get: operations['DataspikeHistory.list'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/inspectors': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List inspectors
     * @description Those that have not expired.
     */
    readonly get: operations['Inspectors.list'];
    readonly put?: never;
    /**
     * Create an inspector
     * @description A receiver that Casewire hosts for 24 hours. It keeps the last 100 requests, checks their signatures, and answers as it is told to. In the sandbox only.
     */
    readonly post: operations['Inspectors.create'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/inspectors/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read an inspector */
    readonly get: operations['Inspectors.get'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Delete an inspector
     * @description With its requests. Deliveries to it are answered 404 from then on.
     */
    readonly delete: operations['Inspectors.delete'];
    readonly options?: never;
    readonly head?: never;
    /**
     * Change how an inspector answers
     * @description From the next request on. `respond` is replaced as a whole.
     */
    readonly patch: operations['Inspectors.change'];
    readonly trace?: never;
  };
  readonly '/v1/inspectors/{id}/requests': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the requests that an inspector has got
     * @description The last 100, with what the checks of their signatures have shown when they arrived.
     */
    readonly get: operations['Inspectors.requests'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly Problem: {
      readonly type: string;
      readonly title: string;
      readonly status: number;
      /**
       * @description Stable; decide by this one.
       * @enum {string}
       */
      readonly code:
        | 'malformed-path'
        | 'malformed-body'
        | 'invalid-parameter'
        | 'unauthorized'
        | 'session-ended'
        | 'forbidden'
        | 'missing-scope'
        | 'tenant-required'
        | 'not-found'
        | 'cursor-unknown'
        | 'cursor-expired'
        | 'method-not-allowed'
        | 'request-timeout'
        | 'already-exists'
        | 'invalid-state'
        | 'event-expired'
        | 'limit-reached'
        | 'idempotency-key-in-progress'
        | 'expired'
        | 'precondition-failed'
        | 'payload-too-large'
        | 'unsupported-media-type'
        | 'validation-failed'
        | 'event-rejected'
        | 'idempotency-key-reused'
        | 'too-many-requests'
        | 'internal'
        | 'overloaded'
        | 'unavailable';
      readonly detail?: string;
      readonly errors?: readonly {
        readonly path: string;
        readonly message: string;
        readonly accepted?: string;
      }[];
    } & {
      readonly [key: string]: unknown;
    };
    readonly BallerineError: {
      readonly message: string;
      readonly statusCode: number;
      readonly errors?: readonly {
        readonly message: string;
        readonly path: string;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly 'Sessions.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        /** @description Only this tenant's. */
        readonly tenant?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /**
               * @description What it began with.
               * @enum {string}
               */
              readonly kind: 'key' | 'link' | 'operator';
              /** @description Null for the operator. */
              readonly tenant: {
                readonly id: string;
                readonly name: string;
              } | null;
              readonly environments: readonly ('sandbox' | 'production')[];
              readonly scopesByEnvironment: {
                readonly [key: string]: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
              };
              readonly readOnly: boolean;
              /** @description The tenant whose pages the operator looks at. */
              readonly view: {
                readonly tenant: {
                  readonly id: string;
                  readonly name: string;
                };
                /** @description What it allows now, in both environments. */
                readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
                /** @description Null while it is for reading only. */
                readonly unlocked: {
                  /** Format: date-time */
                  readonly until: string;
                  readonly reason: string;
                } | null;
              } | null;
              /** Format: date-time */
              readonly createdAt: string;
              /**
               * Format: date-time
               * @description To the minute.
               */
              readonly lastUsedAt: string;
              /** Format: date-time */
              readonly expiresAt: string;
              /** @description It ends earlier after so many seconds without a request. */
              readonly idleSeconds: number;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Sessions.start': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description An API key, or the operator's key. Not with `code`. */
          readonly key?: string;
          /**
           * @description What stands behind # in the address of a portal link.
           * @example Wf3yR0…
           */
          readonly code?: string;
        };
      };
    };
    readonly responses: {
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description What it began with.
             * @enum {string}
             */
            readonly kind: 'key' | 'link' | 'operator';
            /** @description Null for the operator. */
            readonly tenant: {
              readonly id: string;
              readonly name: string;
            } | null;
            readonly environments: readonly ('sandbox' | 'production')[];
            readonly scopesByEnvironment: {
              readonly [key: string]: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
            };
            readonly readOnly: boolean;
            /** @description The tenant whose pages the operator looks at. */
            readonly view: {
              readonly tenant: {
                readonly id: string;
                readonly name: string;
              };
              /** @description What it allows now, in both environments. */
              readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
              /** @description Null while it is for reading only. */
              readonly unlocked: {
                /** Format: date-time */
                readonly until: string;
                readonly reason: string;
              } | null;
            } | null;
            /** Format: date-time */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            readonly lastUsedAt: string;
            /** Format: date-time */
            readonly expiresAt: string;
            /** @description It ends earlier after so many seconds without a request. */
            readonly idleSeconds: number;
            /** @description The path of the dashboard at which the link begins; null for the first page. */
            readonly landing: string | null;
          };
        };
      };
    };
  };
  readonly 'Sessions.endAll': {
    readonly parameters: {
      readonly query: {
        /** @description Whose sessions end. */
        readonly tenant: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description How many have ended. */
            readonly ended: number;
          };
        };
      };
    };
  };
  readonly 'Sessions.preview': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description What stands behind # in the address of a portal link.
           * @example Wf3yR0…
           */
          readonly code: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly tenant: {
              readonly id: string;
              readonly name: string;
            };
            readonly environments: readonly ('sandbox' | 'production')[];
            readonly readOnly: boolean;
            /** @description The path of the dashboard at which the link begins; null for the first page. */
            readonly landing: string | null;
            /**
             * Format: date-time
             * @description The end of the link, if nobody uses it before.
             */
            readonly expiresAt: string;
          };
        };
      };
    };
  };
  readonly 'Sessions.current': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description What it began with.
             * @enum {string}
             */
            readonly kind: 'key' | 'link' | 'operator';
            /** @description Null for the operator. */
            readonly tenant: {
              readonly id: string;
              readonly name: string;
            } | null;
            readonly environments: readonly ('sandbox' | 'production')[];
            readonly scopesByEnvironment: {
              readonly [key: string]: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
            };
            readonly readOnly: boolean;
            /** @description The tenant whose pages the operator looks at. */
            readonly view: {
              readonly tenant: {
                readonly id: string;
                readonly name: string;
              };
              /** @description What it allows now, in both environments. */
              readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
              /** @description Null while it is for reading only. */
              readonly unlocked: {
                /** Format: date-time */
                readonly until: string;
                readonly reason: string;
              } | null;
            } | null;
            /** Format: date-time */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            readonly lastUsedAt: string;
            /** Format: date-time */
            readonly expiresAt: string;
            /** @description It ends earlier after so many seconds without a request. */
            readonly idleSeconds: number;
          };
        };
      };
    };
  };
  readonly 'Sessions.signOut': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'Sessions.end': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'PortalLinks.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              readonly environments: readonly ('sandbox' | 'production')[];
              readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
              readonly readOnly: boolean;
              readonly landing: string | null;
              /** Format: date-time */
              readonly createdAt: string;
              /** Format: date-time */
              readonly expiresAt: string;
              /** @description When its session began. */
              readonly usedAt: string | null;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'PortalLinks.create': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description What the session may open. */
          readonly environments: readonly ('sandbox' | 'production')[];
          /**
           * @description Default: all of them.
           * @default [
           *       "read",
           *       "payloads",
           *       "write",
           *       "replay",
           *       "secrets"
           *     ]
           */
          readonly scopes?: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
          /**
           * @description Keeps only the scopes that change nothing: `read` and `payloads`.
           * @default false
           */
          readonly readOnly?: boolean;
          /** @description Path at which it begins: `/t/{tenant}/{environment}`, what is below it, and a query. */
          readonly landing?: string;
          /**
           * @description Until when the link can be used. The session that it begins has limits of its own.
           * @default 3600
           */
          readonly expiresInSeconds?: number;
        };
      };
    };
    readonly responses: {
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uri
             * @description Shown this once, and good for one sign-in.
             */
            readonly url: string;
            /** @description The same link for a frame of a page of `CASEWIRE_PORTAL_ORIGINS`; null where there are none. Good for one sign-in altogether. */
            readonly embedUrl: string | null;
            /** Format: date-time */
            readonly expiresAt: string;
          };
        };
      };
    };
  };
  readonly 'PortalLinks.revoke': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'TenantViews.begin': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly tenant: {
              readonly id: string;
              readonly name: string;
            };
            /** @description What it allows now, in both environments. */
            readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
            /** @description Null while it is for reading only. */
            readonly unlocked: {
              /** Format: date-time */
              readonly until: string;
              readonly reason: string;
            } | null;
          };
        };
      };
    };
  };
  readonly 'TenantViews.end': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'TenantViews.unlock': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description The audit keeps it with everything that is changed meanwhile. */
          readonly reason: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly tenant: {
              readonly id: string;
              readonly name: string;
            };
            /** @description What it allows now, in both environments. */
            readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
            /** @description Null while it is for reading only. */
            readonly unlocked: {
              /** Format: date-time */
              readonly until: string;
              readonly reason: string;
            } | null;
          };
        };
      };
    };
  };
  readonly 'System.read': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly complete: boolean;
            /** @description Services that do not answer. */
            readonly unavailable: readonly string[];
            readonly services: readonly {
              readonly name: string;
              /** @description Null where it does not say. */
              readonly version: string | null;
              /** @description It can do its work now. */
              readonly ready: boolean;
              /** @description What it needs and does not have, for instance `postgres`. */
              readonly away: readonly string[];
            }[];
          };
        };
      };
    };
  };
  readonly 'Events.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        readonly type?: string;
        readonly subject?: string;
        readonly correlationId?: string;
        /** @description Accepted at or after. */
        readonly since?: string;
        /** @description Accepted before. */
        readonly until?: string;
        /** @description Shows of each event how its invocations have ended. Default: it does not. */
        readonly outcomes?: 'true';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly uid: string;
              readonly id: string;
              readonly source: string;
              readonly type: string;
              readonly subject: string | null;
              readonly environment: string;
              readonly correlationId: string | null;
              readonly definitionId: string | null;
              readonly runtimeId: string | null;
              readonly time: string;
              /** Format: date-time */
              readonly acceptedAt: string;
              /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
              readonly problems?: readonly {
                readonly path: string;
                readonly message: string;
              }[];
              /** @description Where it is asked for: how many of its invocations have ended how, or have not ended; up to 1,000 of them are counted. */
              readonly outcomes?: {
                readonly delivered: number;
                readonly failed: number;
                readonly cancelled: number;
                readonly waiting: number;
              };
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'PublishEvents.publish': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/cloudevents+json':
          | {
              readonly [key: string]: unknown;
            }
          | readonly {
              readonly [key: string]: unknown;
            }[];
        readonly 'application/cloudevents-batch+json':
          | {
              readonly [key: string]: unknown;
            }
          | readonly {
              readonly [key: string]: unknown;
            }[];
        readonly 'application/json':
          | {
              readonly [key: string]: unknown;
            }
          | readonly {
              readonly [key: string]: unknown;
            }[];
      };
    };
    readonly responses: {
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly accepted: readonly {
              readonly id: string;
              readonly source: string;
              /** Format: uuid */
              readonly uid: string;
            }[];
            readonly rejected: readonly {
              readonly index: number;
              /**
               * @description Why it is not accepted.
               *
               *     - `empty`: The record has no value. Write the event into the value.
               *     - `too-large`: The event is larger than `CASEWIRE_MAX_EVENT_BYTES`; its first 64 KiB are kept. Publish a smaller one, or raise the limit for all services.
               *     - `unsupported-content-type`: The event is in neither of the two modes of CloudEvents, or its `data` is not JSON. Publish it in structured or binary mode, with `data` as JSON.
               *     - `invalid-utf8`: The value or a header is not valid UTF-8. Encode texts as UTF-8.
               *     - `invalid-json`: The event is not a JSON object; the message has the position at which it stops being JSON. Correct the JSON.
               *     - `missing-attribute`: An attribute that every event needs is missing; the path names it. Republish the event with it: `POST /v1/rejected-events/{id}/republish`.
               *     - `invalid-attribute`: An attribute is wrong or too long, or names another tenant or environment than the topic or the API key is bound to. Republish the event with another value of the attribute that the path names, or without it: `POST /v1/rejected-events/{id}/republish`.
               *     - `unknown-tenant`: There is no such tenant, or it was deleted. Create the tenant and republish the event, or have the operator republish it with another `tenantid`.
               *     - `reserved-type`: The type begins with `casewire.`, which is for Casewire's own events. Give the type another name.
               *     - `unknown-event-type`: The type is neither in a family's catalogue nor one of the tenant's own types. Republish the event with the right type, or register this one with `PUT /v1/event-types/{type}` first.
               *     - `invalid-data`: `data` breaks the schema of its type; the path and the message say where and how. Republish the event with corrected data: `POST /v1/rejected-events/{id}/republish`.
               *     - `validation-too-expensive`: Checking `data` by the schema of its type takes more steps than an event of its size may, or the tenant's events that came with it have taken too many together; the message says which. Simplify the schema (fewer alternatives, smaller patterns) or publish smaller events, then republish the event; where its neighbours took too many, republish it.
               *     - `unusable-schema`: The schema of the tenant's type was registered before a limit that it exceeds; the message names the limit and the part that costs most. Register a smaller one with `PUT /v1/event-types/{type}`, then republish the event.
               *     - `level-mismatch`: An attribute and `data` name different definitions or runs. Let both name the same one.
               */
              readonly code: string;
              readonly path: string;
              readonly message: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'ValidateEvents.validate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/cloudevents+json': {
          readonly [key: string]: unknown;
        };
        readonly 'application/json': {
          readonly [key: string]: unknown;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly accepted: boolean;
            /**
             * @description Why it would not be accepted.
             *
             *     - `empty`: The record has no value. Write the event into the value.
             *     - `too-large`: The event is larger than `CASEWIRE_MAX_EVENT_BYTES`; its first 64 KiB are kept. Publish a smaller one, or raise the limit for all services.
             *     - `unsupported-content-type`: The event is in neither of the two modes of CloudEvents, or its `data` is not JSON. Publish it in structured or binary mode, with `data` as JSON.
             *     - `invalid-utf8`: The value or a header is not valid UTF-8. Encode texts as UTF-8.
             *     - `invalid-json`: The event is not a JSON object; the message has the position at which it stops being JSON. Correct the JSON.
             *     - `missing-attribute`: An attribute that every event needs is missing; the path names it. Republish the event with it: `POST /v1/rejected-events/{id}/republish`.
             *     - `invalid-attribute`: An attribute is wrong or too long, or names another tenant or environment than the topic or the API key is bound to. Republish the event with another value of the attribute that the path names, or without it: `POST /v1/rejected-events/{id}/republish`.
             *     - `unknown-tenant`: There is no such tenant, or it was deleted. Create the tenant and republish the event, or have the operator republish it with another `tenantid`.
             *     - `reserved-type`: The type begins with `casewire.`, which is for Casewire's own events. Give the type another name.
             *     - `unknown-event-type`: The type is neither in a family's catalogue nor one of the tenant's own types. Republish the event with the right type, or register this one with `PUT /v1/event-types/{type}` first.
             *     - `invalid-data`: `data` breaks the schema of its type; the path and the message say where and how. Republish the event with corrected data: `POST /v1/rejected-events/{id}/republish`.
             *     - `validation-too-expensive`: Checking `data` by the schema of its type takes more steps than an event of its size may, or the tenant's events that came with it have taken too many together; the message says which. Simplify the schema (fewer alternatives, smaller patterns) or publish smaller events, then republish the event; where its neighbours took too many, republish it.
             *     - `unusable-schema`: The schema of the tenant's type was registered before a limit that it exceeds; the message names the limit and the part that costs most. Register a smaller one with `PUT /v1/event-types/{type}`, then republish the event.
             *     - `level-mismatch`: An attribute and `data` name different definitions or runs. Let both name the same one.
             */
            readonly reason?: string;
            readonly errors?: readonly {
              readonly path: string;
              readonly message: string;
            }[];
            readonly webhooks: readonly {
              readonly id: string;
              readonly matched: boolean;
              readonly why: string;
              /** @description The exact text that would be sent; of all webhooks together up to 4 MiB. */
              readonly body: string | null;
            }[];
          };
        };
      };
    };
  };
  readonly 'Events.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly uid: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly uid: string;
            readonly id: string;
            readonly source: string;
            readonly type: string;
            readonly subject: string | null;
            readonly environment: string;
            readonly correlationId: string | null;
            readonly definitionId: string | null;
            readonly runtimeId: string | null;
            readonly time: string;
            /** Format: date-time */
            readonly acceptedAt: string;
            /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
            readonly problems?: readonly {
              readonly path: string;
              readonly message: string;
            }[];
            readonly attributes: {
              readonly [key: string]: string;
            };
            /** @description With the scope `payloads`: as upstream wrote it, character for character: numbers have all their digits. */
            readonly data?: unknown;
            /** @description With the scope `payloads`: the exact bytes of `data`. Like it, it is absent where all is hidden. */
            readonly dataBase64?: string;
            /**
             * @description Only where something sensitive is hidden from a session: `parts`, in whose place `[hidden]` stands, or the `whole`. `POST /v1/reveals` shows it.
             * @enum {string}
             */
            readonly hidden?: 'parts' | 'whole';
            readonly invocations: readonly {
              /** Format: uuid */
              readonly id: string;
              readonly webhookId: string;
              readonly status: string;
              readonly attempts: number;
            }[];
            readonly matched: number;
            /** @description Why each webhook that has no invocation got nothing, by its settings of now. Of a filter, `why` has the expression, and its value for who sees all of `data`; for others the kind of the value. */
            readonly why: readonly {
              readonly webhookId: string;
              readonly matched: boolean;
              readonly why: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'RejectedEvents.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        readonly type?: string;
        /** @description Of an event that has no subject of its own: its run. */
        readonly subject?: string;
        /** @description The `id` that upstream gave the event. */
        readonly eventId?: string;
        readonly correlationId?: string;
        /** @description Only events that name no tenant, which the operator alone sees. */
        readonly unassigned?: 'true';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /** @description Upstream’s. Like the attributes below, it is null where it could not be read. */
              readonly eventId: string | null;
              readonly type: string | null;
              /** @description Where the event has none of its own: its run. */
              readonly subject: string | null;
              readonly correlationId: string | null;
              readonly runtimeId: string | null;
              /**
               * @description Why it was not accepted.
               *
               *     - `empty`: The record has no value. Write the event into the value.
               *     - `too-large`: The event is larger than `CASEWIRE_MAX_EVENT_BYTES`; its first 64 KiB are kept. Publish a smaller one, or raise the limit for all services.
               *     - `unsupported-content-type`: The event is in neither of the two modes of CloudEvents, or its `data` is not JSON. Publish it in structured or binary mode, with `data` as JSON.
               *     - `invalid-utf8`: The value or a header is not valid UTF-8. Encode texts as UTF-8.
               *     - `invalid-json`: The event is not a JSON object; the message has the position at which it stops being JSON. Correct the JSON.
               *     - `missing-attribute`: An attribute that every event needs is missing; the path names it. Republish the event with it: `POST /v1/rejected-events/{id}/republish`.
               *     - `invalid-attribute`: An attribute is wrong or too long, or names another tenant or environment than the topic or the API key is bound to. Republish the event with another value of the attribute that the path names, or without it: `POST /v1/rejected-events/{id}/republish`.
               *     - `unknown-tenant`: There is no such tenant, or it was deleted. Create the tenant and republish the event, or have the operator republish it with another `tenantid`.
               *     - `reserved-type`: The type begins with `casewire.`, which is for Casewire's own events. Give the type another name.
               *     - `unknown-event-type`: The type is neither in a family's catalogue nor one of the tenant's own types. Republish the event with the right type, or register this one with `PUT /v1/event-types/{type}` first.
               *     - `invalid-data`: `data` breaks the schema of its type; the path and the message say where and how. Republish the event with corrected data: `POST /v1/rejected-events/{id}/republish`.
               *     - `validation-too-expensive`: Checking `data` by the schema of its type takes more steps than an event of its size may, or the tenant's events that came with it have taken too many together; the message says which. Simplify the schema (fewer alternatives, smaller patterns) or publish smaller events, then republish the event; where its neighbours took too many, republish it.
               *     - `unusable-schema`: The schema of the tenant's type was registered before a limit that it exceeds; the message names the limit and the part that costs most. Register a smaller one with `PUT /v1/event-types/{type}`, then republish the event.
               *     - `level-mismatch`: An attribute and `data` name different definitions or runs. Let both name the same one.
               */
              readonly reason: string;
              readonly path: string;
              readonly message: string;
              readonly topic: string;
              readonly partition: number;
              readonly offset: string;
              /** @description With values of all of them for a key that has the scope `payloads`; for others, with those of attributes. */
              readonly headers: {
                readonly [key: string]: string;
              };
              readonly bytes: number;
              readonly truncated: boolean;
              /** Format: date-time */
              readonly rejectedAt: string;
              readonly republishedAt: string | null;
              readonly value?: string;
              readonly valueBase64?: string;
              /**
               * @description Only where something sensitive is hidden from a session: `parts`, in whose place `[hidden]` stands, or the `whole`. `POST /v1/reveals` shows it.
               * @enum {string}
               */
              readonly hidden?: 'parts' | 'whole';
              /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
              readonly problems?: readonly {
                readonly path: string;
                readonly message: string;
              }[];
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'RejectedEvents.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /** @description Upstream’s. Like the attributes below, it is null where it could not be read. */
            readonly eventId: string | null;
            readonly type: string | null;
            /** @description Where the event has none of its own: its run. */
            readonly subject: string | null;
            readonly correlationId: string | null;
            readonly runtimeId: string | null;
            /**
             * @description Why it was not accepted.
             *
             *     - `empty`: The record has no value. Write the event into the value.
             *     - `too-large`: The event is larger than `CASEWIRE_MAX_EVENT_BYTES`; its first 64 KiB are kept. Publish a smaller one, or raise the limit for all services.
             *     - `unsupported-content-type`: The event is in neither of the two modes of CloudEvents, or its `data` is not JSON. Publish it in structured or binary mode, with `data` as JSON.
             *     - `invalid-utf8`: The value or a header is not valid UTF-8. Encode texts as UTF-8.
             *     - `invalid-json`: The event is not a JSON object; the message has the position at which it stops being JSON. Correct the JSON.
             *     - `missing-attribute`: An attribute that every event needs is missing; the path names it. Republish the event with it: `POST /v1/rejected-events/{id}/republish`.
             *     - `invalid-attribute`: An attribute is wrong or too long, or names another tenant or environment than the topic or the API key is bound to. Republish the event with another value of the attribute that the path names, or without it: `POST /v1/rejected-events/{id}/republish`.
             *     - `unknown-tenant`: There is no such tenant, or it was deleted. Create the tenant and republish the event, or have the operator republish it with another `tenantid`.
             *     - `reserved-type`: The type begins with `casewire.`, which is for Casewire's own events. Give the type another name.
             *     - `unknown-event-type`: The type is neither in a family's catalogue nor one of the tenant's own types. Republish the event with the right type, or register this one with `PUT /v1/event-types/{type}` first.
             *     - `invalid-data`: `data` breaks the schema of its type; the path and the message say where and how. Republish the event with corrected data: `POST /v1/rejected-events/{id}/republish`.
             *     - `validation-too-expensive`: Checking `data` by the schema of its type takes more steps than an event of its size may, or the tenant's events that came with it have taken too many together; the message says which. Simplify the schema (fewer alternatives, smaller patterns) or publish smaller events, then republish the event; where its neighbours took too many, republish it.
             *     - `unusable-schema`: The schema of the tenant's type was registered before a limit that it exceeds; the message names the limit and the part that costs most. Register a smaller one with `PUT /v1/event-types/{type}`, then republish the event.
             *     - `level-mismatch`: An attribute and `data` name different definitions or runs. Let both name the same one.
             */
            readonly reason: string;
            readonly path: string;
            readonly message: string;
            readonly topic: string;
            readonly partition: number;
            readonly offset: string;
            /** @description With values of all of them for a key that has the scope `payloads`; for others, with those of attributes. */
            readonly headers: {
              readonly [key: string]: string;
            };
            readonly bytes: number;
            readonly truncated: boolean;
            /** Format: date-time */
            readonly rejectedAt: string;
            readonly republishedAt: string | null;
            readonly value?: string;
            readonly valueBase64?: string;
            /**
             * @description Only where something sensitive is hidden from a session: `parts`, in whose place `[hidden]` stands, or the `whole`. `POST /v1/reveals` shows it.
             * @enum {string}
             */
            readonly hidden?: 'parts' | 'whole';
            /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
            readonly problems?: readonly {
              readonly path: string;
              readonly message: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'Republish.republish': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /** @description Instead of what was rejected. */
          readonly data?: unknown;
          /** @description Instead of those of the original, by name. Null leaves one out. Others are kept. */
          readonly attributes?: {
            readonly [key: string]: string | null;
          };
        };
      };
    };
    readonly responses: {
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            readonly source: string;
            /** Format: uuid */
            readonly uid: string;
          };
        };
      };
    };
  };
  readonly 'Tenants.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        /** @description A part of the id or of the name, in upper or lower case. */
        readonly q?: string;
        /** @description Only those that have a webhook in this state; `healthy`: that have none in any other. */
        readonly health?: 'healthy' | 'failing' | 'unavailable' | 'paused';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              readonly name: string;
              readonly settings: {
                /** @description The header X-atfinity-version. Default: 1.0. */
                readonly atfinityVersion?: string;
                /** @description The apiVersion of Ballerine bodies. Default: 1. */
                readonly apiVersion?: string | number;
                /**
                 * @description How levels combine. Default: additive.
                 * @enum {string}
                 */
                readonly subscriptionMerge?: 'additive' | 'override-per-event';
                /** @description Webhooks per environment, those of single runs not counted. Default: 1000. */
                readonly webhookLimit?: number;
                /** @description Events per second that POST /v1/events takes of the tenant, in each process of ingestion. Default: no limit. */
                readonly publishPerSecond?: number;
                /** @description The hosts that webhooks and their token endpoints may have, checked when they are saved and when they are sent to; `*.example.com` allows every name below example.com. Default: all. */
                readonly allowedHosts?: readonly string[];
              };
              /** Format: date-time */
              readonly createdAt: string;
              /** Format: date-time */
              readonly updatedAt: string;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Tenants.create': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly id?: string;
          readonly name: string;
          /** @default {} */
          readonly settings?: {
            /** @description The header X-atfinity-version. Default: 1.0. */
            readonly atfinityVersion?: string;
            /** @description The apiVersion of Ballerine bodies. Default: 1. */
            readonly apiVersion?: string | number;
            /**
             * @description How levels combine. Default: additive.
             * @enum {string}
             */
            readonly subscriptionMerge?: 'additive' | 'override-per-event';
            /** @description Webhooks per environment, those of single runs not counted. Default: 1000. */
            readonly webhookLimit?: number;
            /** @description Events per second that POST /v1/events takes of the tenant, in each process of ingestion. Default: no limit. */
            readonly publishPerSecond?: number;
            /** @description The hosts that webhooks and their token endpoints may have, checked when they are saved and when they are sent to; `*.example.com` allows every name below example.com. Default: all. */
            readonly allowedHosts?: readonly string[];
            /** @description Not available yet. */
            readonly payloadRetentionDays?: unknown;
            /** @description Not available yet. */
            readonly rateLimitPerSecond?: unknown;
          };
        };
      };
    };
    readonly responses: {
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            readonly name: string;
            readonly settings: {
              /** @description The header X-atfinity-version. Default: 1.0. */
              readonly atfinityVersion?: string;
              /** @description The apiVersion of Ballerine bodies. Default: 1. */
              readonly apiVersion?: string | number;
              /**
               * @description How levels combine. Default: additive.
               * @enum {string}
               */
              readonly subscriptionMerge?: 'additive' | 'override-per-event';
              /** @description Webhooks per environment, those of single runs not counted. Default: 1000. */
              readonly webhookLimit?: number;
              /** @description Events per second that POST /v1/events takes of the tenant, in each process of ingestion. Default: no limit. */
              readonly publishPerSecond?: number;
              /** @description The hosts that webhooks and their token endpoints may have, checked when they are saved and when they are sent to; `*.example.com` allows every name below example.com. Default: all. */
              readonly allowedHosts?: readonly string[];
            };
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
          };
        };
      };
    };
  };
  readonly 'Tenants.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            readonly name: string;
            readonly settings: {
              /** @description The header X-atfinity-version. Default: 1.0. */
              readonly atfinityVersion?: string;
              /** @description The apiVersion of Ballerine bodies. Default: 1. */
              readonly apiVersion?: string | number;
              /**
               * @description How levels combine. Default: additive.
               * @enum {string}
               */
              readonly subscriptionMerge?: 'additive' | 'override-per-event';
              /** @description Webhooks per environment, those of single runs not counted. Default: 1000. */
              readonly webhookLimit?: number;
              /** @description Events per second that POST /v1/events takes of the tenant, in each process of ingestion. Default: no limit. */
              readonly publishPerSecond?: number;
              /** @description The hosts that webhooks and their token endpoints may have, checked when they are saved and when they are sent to; `*.example.com` allows every name below example.com. Default: all. */
              readonly allowedHosts?: readonly string[];
            };
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
          };
        };
      };
    };
  };
  readonly 'Tenants.delete': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description An `etag` that an answer has shown. If it is another one by now, nothing is changed. */
        readonly 'If-Match'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'Tenants.change': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description An `etag` that an answer has shown. If it is another one by now, nothing is changed. */
        readonly 'If-Match'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly name?: string;
          /** @description Settings that are named are changed; null takes the default. */
          readonly settings?: {
            readonly atfinityVersion?: string | null;
            readonly apiVersion?: (string | number) | null;
            readonly subscriptionMerge?: ('additive' | 'override-per-event') | null;
            readonly webhookLimit?: number | null;
            readonly publishPerSecond?: number | null;
            readonly allowedHosts?: readonly string[] | null;
            /** @description Not available yet. */
            readonly payloadRetentionDays?: unknown;
            /** @description Not available yet. */
            readonly rateLimitPerSecond?: unknown;
          };
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            readonly name: string;
            readonly settings: {
              /** @description The header X-atfinity-version. Default: 1.0. */
              readonly atfinityVersion?: string;
              /** @description The apiVersion of Ballerine bodies. Default: 1. */
              readonly apiVersion?: string | number;
              /**
               * @description How levels combine. Default: additive.
               * @enum {string}
               */
              readonly subscriptionMerge?: 'additive' | 'override-per-event';
              /** @description Webhooks per environment, those of single runs not counted. Default: 1000. */
              readonly webhookLimit?: number;
              /** @description Events per second that POST /v1/events takes of the tenant, in each process of ingestion. Default: no limit. */
              readonly publishPerSecond?: number;
              /** @description The hosts that webhooks and their token endpoints may have, checked when they are saved and when they are sent to; `*.example.com` allows every name below example.com. Default: all. */
              readonly allowedHosts?: readonly string[];
            };
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
          };
        };
      };
    };
  };
  readonly 'ApiKeys.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /** @enum {string} */
              readonly environment: 'sandbox' | 'production';
              readonly name: string | null;
              readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
              /** Format: date-time */
              readonly createdAt: string;
              readonly expiresAt: string | null;
              readonly revokedAt: string | null;
              /** @description The beginning of the hour in which it was used last, for a request or for a sign-in; null before that. */
              readonly lastUsedAt: string | null;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'ApiKeys.create': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly tenantId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @enum {string} */
          readonly environment: 'sandbox' | 'production';
          readonly name?: string;
          /**
           * @description Default: all of them.
           * @default [
           *       "read",
           *       "payloads",
           *       "write",
           *       "replay",
           *       "secrets"
           *     ]
           */
          readonly scopes?: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
          /**
           * Format: date-time
           * @description Default: never.
           */
          readonly expiresAt?: string;
        };
      };
    };
    readonly responses: {
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly name: string | null;
            readonly scopes: readonly ('read' | 'payloads' | 'write' | 'replay' | 'secrets')[];
            /** Format: date-time */
            readonly createdAt: string;
            readonly expiresAt: string | null;
            readonly revokedAt: string | null;
            /** @description The beginning of the hour in which it was used last, for a request or for a sign-in; null before that. */
            readonly lastUsedAt: string | null;
            /** @description Shown this once and kept nowhere. */
            readonly key: string;
          };
        };
      };
    };
  };
  readonly 'ApiKeys.revoke': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly tenantId: string;
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'Webhooks.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        /** @description Webhooks of single runs are listed only with `runtime`. */
        readonly level?: 'customer' | 'definition' | 'runtime';
        readonly status?: 'active' | 'paused' | 'disabled';
        readonly health?: 'healthy' | 'failing' | 'unavailable' | 'paused';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /** @enum {string} */
              readonly level: 'customer' | 'definition' | 'runtime';
              /** @enum {string} */
              readonly environment: 'sandbox' | 'production';
              readonly name: string | null;
              readonly url: string;
              readonly events: readonly string[];
              readonly definitionId: string | null;
              readonly runtimeId: string | null;
              /** @enum {string} */
              readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
              readonly headers: {
                readonly [key: string]: string;
              };
              /** @description Without secrets. */
              readonly auth: {
                readonly basic?: {
                  readonly username: string;
                };
                readonly bearer?: Record<string, unknown>;
                readonly oauth2?: {
                  readonly tokenUrl: string;
                  readonly clientId: string;
                  /** @enum {string} */
                  readonly clientAuthentication:
                    'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';
                  readonly scope?: string;
                  readonly audience?: string;
                  readonly resource?: string;
                };
                /** @description The client certificate. */
                readonly mtls?: {
                  readonly subject: string;
                  /** Format: date-time */
                  readonly expiresAt: string;
                  readonly fingerprint: string;
                };
              } | null;
              readonly tls: {
                /** @description PEM certificates to trust in place of the public ones, one after the other. */
                readonly certificateAuthorities?: string;
                /**
                 * @description The oldest TLS that is spoken. Default: 1.2.
                 * @enum {string}
                 */
                readonly minVersion?: '1.2' | '1.3';
              } | null;
              /** @enum {string} */
              readonly format: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
              readonly signing: {
                /**
                 * @description Default: `native`, what the event's family does.
                 * @enum {string}
                 */
                readonly scheme?:
                  | 'native'
                  | 'standard-webhooks'
                  | 'standard-webhooks-ed25519'
                  | 'hmac-body-hex'
                  | 'timestamped-hex'
                  | 'none';
                readonly header?: string;
                /** @enum {string} */
                readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
                /** @enum {string} */
                readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
              };
              readonly sendWebhookId: boolean;
              /** @description Null: the family's. */
              readonly retry:
                | (
                    | ('none' | 'standard' | 'fast' | 'patient')
                    | {
                        readonly delaysSeconds: readonly number[];
                        readonly maxAgeSeconds?: number;
                      }
                  )
                | null;
              readonly timeoutMs: number | null;
              readonly rateLimitPerSecond: number | null;
              readonly maxConcurrency: number | null;
              /** @enum {string} */
              readonly ordering: 'none' | 'subject';
              /**
               * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
               * @enum {string}
               */
              readonly onGiveUp: 'skip' | 'block';
              readonly successStatus: ('200' | '2xx') | null;
              /** @description Options of the families, for events of that family; what is not named takes its default. */
              readonly options: {
                readonly ballerine?: {
                  /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
                  readonly withChildWorkflows?: boolean;
                };
                readonly idwise?: {
                  /** @description Adds `eventId` to `body`. Default: false. */
                  readonly eventId?: boolean;
                };
              };
              /** @enum {string} */
              readonly status: 'active' | 'paused' | 'disabled';
              readonly expiresAt: string | null;
              readonly stateNames: readonly string[] | null;
              readonly filter: string | null;
              readonly payload: {
                /** @description Nothing else of `data` is sent. */
                readonly only?: readonly string[];
                /** @description These are not sent, also where `only` names them. */
                readonly omit?: readonly string[];
              } | null;
              readonly request: {
                readonly transform: readonly {
                  /** @enum {string} */
                  readonly transformer: 'jmespath';
                  readonly mapping: string;
                }[];
              } | null;
              /** @description Whose secret signs its deliveries: its own, or that of the tenant (`GET /v1/signing-secret`), as for webhooks of run requests and of configurations. Null where nothing signs. */
              readonly signedBy: ('webhook' | 'tenant') | null;
              /** @description Why Casewire has disabled it. `gone`: the receiver has answered 410 Gone. To go on, correct `url` and set `status` to `active`. */
              readonly statusReason: 'gone' | null;
              /**
               * @description `failing`: too many of its attempts fail. `unavailable`: its receiver does not answer or is overloaded, and is sent probes only. `paused`: Casewire has paused it, after nothing but failures for days.
               * @enum {string}
               */
              readonly health: 'healthy' | 'failing' | 'unavailable' | 'paused';
              /** Format: date-time */
              readonly createdAt: string;
              /** Format: date-time */
              readonly updatedAt: string;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Webhooks.create': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly name?: string;
          readonly url: string;
          /** @description Default: all; with `stateNames`, all that tell a state. */
          readonly events?: readonly string[];
          readonly definitionId?: string;
          readonly runtimeId?: string;
          /**
           * @description GET sends no body, but what it would say in the query.
           * @default POST
           * @enum {string}
           */
          readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
          readonly headers?: {
            readonly [key: string]: string;
          };
          readonly auth?: {
            readonly basic?: {
              readonly username: string;
              readonly password: string;
            };
            readonly bearer?: {
              readonly token: string;
            };
            /** @description Client credentials (RFC 6749, section 4.4). */
            readonly oauth2?: {
              /** @description Under the same rule as `url`; placeholders cannot stand in it. */
              readonly tokenUrl: string;
              readonly clientId: string;
              readonly clientSecret?: string;
              /**
               * @description How the client secret is sent (RFC 6749, section 2.3.1). Default: client_secret_basic.
               * @enum {string}
               */
              readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post';
              /** @description In place of a secret: a signed assertion (RFC 7523, section 2.2). */
              readonly privateKeyJwt?: {
                /** @description The private key in PEM (PKCS #8), not encrypted. */
                readonly key: string;
                /** @enum {string} */
                readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA';
                /** @description The `kid` of the assertion. */
                readonly keyId?: string;
                /** @description The `aud` of the assertion. Default: the token URL. */
                readonly audience?: string;
              };
              readonly scope?: string;
              /** @description Sent as `audience`, which some servers need. */
              readonly audience?: string;
              /** @description Sent as `resource` (RFC 8707). */
              readonly resource?: string;
            };
            /** @description A client certificate, alone or beside one of the others. */
            readonly mtls?: {
              /** @description The client certificate in PEM; those of intermediate authorities may follow. */
              readonly certificate: string;
              /** @description Its private key in PEM. */
              readonly privateKey: string;
              /** @description Of an encrypted key. It is not kept. */
              readonly passphrase?: string;
            };
          };
          /** @description Default: as with all receivers. */
          readonly tls?: {
            /** @description PEM certificates to trust in place of the public ones, one after the other. */
            readonly certificateAuthorities?: string;
            /**
             * @description The oldest TLS that is spoken. Default: 1.2.
             * @enum {string}
             */
            readonly minVersion?: '1.2' | '1.3';
          };
          /**
           * @default native
           * @enum {string}
           */
          readonly format?: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
          /** @default {} */
          readonly signing?: {
            /**
             * @description Default: `native`, what the event's family does.
             * @enum {string}
             */
            readonly scheme?:
              | 'native'
              | 'standard-webhooks'
              | 'standard-webhooks-ed25519'
              | 'hmac-body-hex'
              | 'timestamped-hex'
              | 'none';
            readonly header?: string;
            /** @enum {string} */
            readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
            /** @enum {string} */
            readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
            /** @description 16 to 256 printable characters; for `standard-webhooks-ed25519` a private key, `whsk_` and base64. Default: a new one is made. */
            readonly secret?: string;
          };
          /** @default true */
          readonly sendWebhookId?: boolean;
          /** @description Default: the family's schedule. */
          readonly retry?:
            | ('none' | 'standard' | 'fast' | 'patient')
            | {
                readonly delaysSeconds: readonly number[];
                readonly maxAgeSeconds?: number;
              };
          /** @description Default: the family's, 10 s. */
          readonly timeoutMs?: number;
          /** @description Default: no limit. */
          readonly rateLimitPerSecond?: number;
          /** @description Default: as the operator has set it, 100 if not at all. */
          readonly maxConcurrency?: number;
          /**
           * @default none
           * @enum {string}
           */
          readonly ordering?: 'none' | 'subject';
          /**
           * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
           * @default skip
           * @enum {string}
           */
          readonly onGiveUp?: 'skip' | 'block';
          /**
           * @description Default: the family's.
           * @enum {string}
           */
          readonly successStatus?: '200' | '2xx';
          /**
           * @description Options of the families, for events of that family; what is not named takes its default.
           * @default {}
           */
          readonly options?: {
            readonly ballerine?: {
              /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
              readonly withChildWorkflows?: boolean;
            };
            readonly idwise?: {
              /** @description Adds `eventId` to `body`. Default: false. */
              readonly eventId?: boolean;
            };
          };
          /**
           * @description While it is `paused`, what matches it is held; `active` ends the pause and sends what was held. A `disabled` one matches nothing, and what is pending fails.
           * @default active
           * @enum {string}
           */
          readonly status?: 'active' | 'paused' | 'disabled';
          /**
           * Format: date-time
           * @description Default: never.
           */
          readonly expiresAt?: string;
          /** @description Only events that move a run into one of these states. */
          readonly stateNames?: readonly string[];
          /** @description Only events for which this yields true, over the attributes and `data`. */
          readonly filter?: string;
          /** @description The part of `data` that is sent, as JSON Pointers in which `*` stands for every member or element of a level. Formats, transforms and placeholders see nothing else; filters see all of it. Default: all of `data`. */
          readonly payload?: {
            /** @description Nothing else of `data` is sent. */
            readonly only?: readonly string[];
            /** @description These are not sent, also where `only` names them. */
            readonly omit?: readonly string[];
          };
          /** @description The body is what the transforms make, in order, of the event's context. */
          readonly request?: {
            readonly transform:
              | {
                  /** @enum {string} */
                  readonly transformer: 'jmespath';
                  readonly mapping: string;
                }
              | readonly {
                  /** @enum {string} */
                  readonly transformer: 'jmespath';
                  readonly mapping: string;
                }[];
          };
        };
      };
    };
    readonly responses: {
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly level: 'customer' | 'definition' | 'runtime';
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly name: string | null;
            readonly url: string;
            readonly events: readonly string[];
            readonly definitionId: string | null;
            readonly runtimeId: string | null;
            /** @enum {string} */
            readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
            readonly headers: {
              readonly [key: string]: string;
            };
            /** @description Without secrets. */
            readonly auth: {
              readonly basic?: {
                readonly username: string;
              };
              readonly bearer?: Record<string, unknown>;
              readonly oauth2?: {
                readonly tokenUrl: string;
                readonly clientId: string;
                /** @enum {string} */
                readonly clientAuthentication:
                  'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';
                readonly scope?: string;
                readonly audience?: string;
                readonly resource?: string;
              };
              /** @description The client certificate. */
              readonly mtls?: {
                readonly subject: string;
                /** Format: date-time */
                readonly expiresAt: string;
                readonly fingerprint: string;
              };
            } | null;
            readonly tls: {
              /** @description PEM certificates to trust in place of the public ones, one after the other. */
              readonly certificateAuthorities?: string;
              /**
               * @description The oldest TLS that is spoken. Default: 1.2.
               * @enum {string}
               */
              readonly minVersion?: '1.2' | '1.3';
            } | null;
            /** @enum {string} */
            readonly format: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
            readonly signing: {
              /**
               * @description Default: `native`, what the event's family does.
               * @enum {string}
               */
              readonly scheme?:
                | 'native'
                | 'standard-webhooks'
                | 'standard-webhooks-ed25519'
                | 'hmac-body-hex'
                | 'timestamped-hex'
                | 'none';
              readonly header?: string;
              /** @enum {string} */
              readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
              /** @enum {string} */
              readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
            };
            readonly sendWebhookId: boolean;
            /** @description Null: the family's. */
            readonly retry:
              | (
                  | ('none' | 'standard' | 'fast' | 'patient')
                  | {
                      readonly delaysSeconds: readonly number[];
                      readonly maxAgeSeconds?: number;
                    }
                )
              | null;
            readonly timeoutMs: number | null;
            readonly rateLimitPerSecond: number | null;
            readonly maxConcurrency: number | null;
            /** @enum {string} */
            readonly ordering: 'none' | 'subject';
            /**
             * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
             * @enum {string}
             */
            readonly onGiveUp: 'skip' | 'block';
            readonly successStatus: ('200' | '2xx') | null;
            /** @description Options of the families, for events of that family; what is not named takes its default. */
            readonly options: {
              readonly ballerine?: {
                /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
                readonly withChildWorkflows?: boolean;
              };
              readonly idwise?: {
                /** @description Adds `eventId` to `body`. Default: false. */
                readonly eventId?: boolean;
              };
            };
            /** @enum {string} */
            readonly status: 'active' | 'paused' | 'disabled';
            readonly expiresAt: string | null;
            readonly stateNames: readonly string[] | null;
            readonly filter: string | null;
            readonly payload: {
              /** @description Nothing else of `data` is sent. */
              readonly only?: readonly string[];
              /** @description These are not sent, also where `only` names them. */
              readonly omit?: readonly string[];
            } | null;
            readonly request: {
              readonly transform: readonly {
                /** @enum {string} */
                readonly transformer: 'jmespath';
                readonly mapping: string;
              }[];
            } | null;
            /** @description Whose secret signs its deliveries: its own, or that of the tenant (`GET /v1/signing-secret`), as for webhooks of run requests and of configurations. Null where nothing signs. */
            readonly signedBy: ('webhook' | 'tenant') | null;
            /** @description Why Casewire has disabled it. `gone`: the receiver has answered 410 Gone. To go on, correct `url` and set `status` to `active`. */
            readonly statusReason: 'gone' | null;
            /**
             * @description `failing`: too many of its attempts fail. `unavailable`: its receiver does not answer or is overloaded, and is sent probes only. `paused`: Casewire has paused it, after nothing but failures for days.
             * @enum {string}
             */
            readonly health: 'healthy' | 'failing' | 'unavailable' | 'paused';
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
            /** @description Signs the deliveries; null where nothing signs, and where a private key does, which is never shown. */
            readonly secret: string | null;
            /** @description `whpk_` and base64: verifies deliveries of the scheme `standard-webhooks-ed25519`; null for others. */
            readonly publicKey: string | null;
          };
        };
      };
    };
  };
  readonly 'Webhooks.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly level: 'customer' | 'definition' | 'runtime';
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly name: string | null;
            readonly url: string;
            readonly events: readonly string[];
            readonly definitionId: string | null;
            readonly runtimeId: string | null;
            /** @enum {string} */
            readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
            readonly headers: {
              readonly [key: string]: string;
            };
            /** @description Without secrets. */
            readonly auth: {
              readonly basic?: {
                readonly username: string;
              };
              readonly bearer?: Record<string, unknown>;
              readonly oauth2?: {
                readonly tokenUrl: string;
                readonly clientId: string;
                /** @enum {string} */
                readonly clientAuthentication:
                  'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';
                readonly scope?: string;
                readonly audience?: string;
                readonly resource?: string;
              };
              /** @description The client certificate. */
              readonly mtls?: {
                readonly subject: string;
                /** Format: date-time */
                readonly expiresAt: string;
                readonly fingerprint: string;
              };
            } | null;
            readonly tls: {
              /** @description PEM certificates to trust in place of the public ones, one after the other. */
              readonly certificateAuthorities?: string;
              /**
               * @description The oldest TLS that is spoken. Default: 1.2.
               * @enum {string}
               */
              readonly minVersion?: '1.2' | '1.3';
            } | null;
            /** @enum {string} */
            readonly format: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
            readonly signing: {
              /**
               * @description Default: `native`, what the event's family does.
               * @enum {string}
               */
              readonly scheme?:
                | 'native'
                | 'standard-webhooks'
                | 'standard-webhooks-ed25519'
                | 'hmac-body-hex'
                | 'timestamped-hex'
                | 'none';
              readonly header?: string;
              /** @enum {string} */
              readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
              /** @enum {string} */
              readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
            };
            readonly sendWebhookId: boolean;
            /** @description Null: the family's. */
            readonly retry:
              | (
                  | ('none' | 'standard' | 'fast' | 'patient')
                  | {
                      readonly delaysSeconds: readonly number[];
                      readonly maxAgeSeconds?: number;
                    }
                )
              | null;
            readonly timeoutMs: number | null;
            readonly rateLimitPerSecond: number | null;
            readonly maxConcurrency: number | null;
            /** @enum {string} */
            readonly ordering: 'none' | 'subject';
            /**
             * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
             * @enum {string}
             */
            readonly onGiveUp: 'skip' | 'block';
            readonly successStatus: ('200' | '2xx') | null;
            /** @description Options of the families, for events of that family; what is not named takes its default. */
            readonly options: {
              readonly ballerine?: {
                /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
                readonly withChildWorkflows?: boolean;
              };
              readonly idwise?: {
                /** @description Adds `eventId` to `body`. Default: false. */
                readonly eventId?: boolean;
              };
            };
            /** @enum {string} */
            readonly status: 'active' | 'paused' | 'disabled';
            readonly expiresAt: string | null;
            readonly stateNames: readonly string[] | null;
            readonly filter: string | null;
            readonly payload: {
              /** @description Nothing else of `data` is sent. */
              readonly only?: readonly string[];
              /** @description These are not sent, also where `only` names them. */
              readonly omit?: readonly string[];
            } | null;
            readonly request: {
              readonly transform: readonly {
                /** @enum {string} */
                readonly transformer: 'jmespath';
                readonly mapping: string;
              }[];
            } | null;
            /** @description Whose secret signs its deliveries: its own, or that of the tenant (`GET /v1/signing-secret`), as for webhooks of run requests and of configurations. Null where nothing signs. */
            readonly signedBy: ('webhook' | 'tenant') | null;
            /** @description Why Casewire has disabled it. `gone`: the receiver has answered 410 Gone. To go on, correct `url` and set `status` to `active`. */
            readonly statusReason: 'gone' | null;
            /**
             * @description `failing`: too many of its attempts fail. `unavailable`: its receiver does not answer or is overloaded, and is sent probes only. `paused`: Casewire has paused it, after nothing but failures for days.
             * @enum {string}
             */
            readonly health: 'healthy' | 'failing' | 'unavailable' | 'paused';
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
          };
        };
      };
    };
  };
  readonly 'Webhooks.delete': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description An `etag` that an answer has shown. If it is another one by now, nothing is changed. */
        readonly 'If-Match'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'Webhooks.change': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description An `etag` that an answer has shown. If it is another one by now, nothing is changed. */
        readonly 'If-Match'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly name?: string | null;
          readonly url?: string;
          readonly events?: readonly string[];
          readonly headers?: {
            readonly [key: string]: string;
          };
          readonly auth?: {
            readonly basic?: {
              readonly username: string;
              readonly password: string;
            };
            readonly bearer?: {
              readonly token: string;
            };
            /** @description Client credentials (RFC 6749, section 4.4). */
            readonly oauth2?: {
              /** @description Under the same rule as `url`; placeholders cannot stand in it. */
              readonly tokenUrl: string;
              readonly clientId: string;
              readonly clientSecret?: string;
              /**
               * @description How the client secret is sent (RFC 6749, section 2.3.1). Default: client_secret_basic.
               * @enum {string}
               */
              readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post';
              /** @description In place of a secret: a signed assertion (RFC 7523, section 2.2). */
              readonly privateKeyJwt?: {
                /** @description The private key in PEM (PKCS #8), not encrypted. */
                readonly key: string;
                /** @enum {string} */
                readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA';
                /** @description The `kid` of the assertion. */
                readonly keyId?: string;
                /** @description The `aud` of the assertion. Default: the token URL. */
                readonly audience?: string;
              };
              readonly scope?: string;
              /** @description Sent as `audience`, which some servers need. */
              readonly audience?: string;
              /** @description Sent as `resource` (RFC 8707). */
              readonly resource?: string;
            };
            /** @description A client certificate, alone or beside one of the others. */
            readonly mtls?: {
              /** @description The client certificate in PEM; those of intermediate authorities may follow. */
              readonly certificate: string;
              /** @description Its private key in PEM. */
              readonly privateKey: string;
              /** @description Of an encrypted key. It is not kept. */
              readonly passphrase?: string;
            };
          } | null;
          readonly tls?: {
            /** @description PEM certificates to trust in place of the public ones, one after the other. */
            readonly certificateAuthorities?: string;
            /**
             * @description The oldest TLS that is spoken. Default: 1.2.
             * @enum {string}
             */
            readonly minVersion?: '1.2' | '1.3';
          } | null;
          /** @enum {string} */
          readonly format?: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
          /** @description Replaces all of it; the secret is changed by rotation. */
          readonly signing?: {
            /**
             * @description Default: `native`, what the event's family does.
             * @enum {string}
             */
            readonly scheme?:
              | 'native'
              | 'standard-webhooks'
              | 'standard-webhooks-ed25519'
              | 'hmac-body-hex'
              | 'timestamped-hex'
              | 'none';
            readonly header?: string;
            /** @enum {string} */
            readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
            /** @enum {string} */
            readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
          };
          readonly sendWebhookId?: boolean;
          readonly retry?:
            | (
                | ('none' | 'standard' | 'fast' | 'patient')
                | {
                    readonly delaysSeconds: readonly number[];
                    readonly maxAgeSeconds?: number;
                  }
              )
            | null;
          readonly timeoutMs?: number | null;
          readonly rateLimitPerSecond?: number | null;
          readonly maxConcurrency?: number | null;
          /**
           * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
           * @enum {string}
           */
          readonly onGiveUp?: 'skip' | 'block';
          readonly successStatus?: ('200' | '2xx') | null;
          /** @description Replaces all of them. */
          readonly options?: {
            readonly ballerine?: {
              /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
              readonly withChildWorkflows?: boolean;
            };
            readonly idwise?: {
              /** @description Adds `eventId` to `body`. Default: false. */
              readonly eventId?: boolean;
            };
          };
          /**
           * @description While it is `paused`, what matches it is held; `active` ends the pause and sends what was held. A `disabled` one matches nothing, and what is pending fails.
           * @enum {string}
           */
          readonly status?: 'active' | 'paused' | 'disabled';
          readonly expiresAt?: string | null;
          readonly stateNames?: readonly string[] | null;
          readonly filter?: string | null;
          readonly payload?: {
            /** @description Nothing else of `data` is sent. */
            readonly only?: readonly string[];
            /** @description These are not sent, also where `only` names them. */
            readonly omit?: readonly string[];
          } | null;
          readonly request?: {
            readonly transform:
              | {
                  /** @enum {string} */
                  readonly transformer: 'jmespath';
                  readonly mapping: string;
                }
              | readonly {
                  /** @enum {string} */
                  readonly transformer: 'jmespath';
                  readonly mapping: string;
                }[];
          } | null;
          /** @description Cannot be changed. */
          readonly definitionId?: unknown;
          /** @description Cannot be changed. */
          readonly runtimeId?: unknown;
          /** @description Cannot be changed. */
          readonly method?: unknown;
          /** @description Cannot be changed. */
          readonly ordering?: unknown;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly level: 'customer' | 'definition' | 'runtime';
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly name: string | null;
            readonly url: string;
            readonly events: readonly string[];
            readonly definitionId: string | null;
            readonly runtimeId: string | null;
            /** @enum {string} */
            readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
            readonly headers: {
              readonly [key: string]: string;
            };
            /** @description Without secrets. */
            readonly auth: {
              readonly basic?: {
                readonly username: string;
              };
              readonly bearer?: Record<string, unknown>;
              readonly oauth2?: {
                readonly tokenUrl: string;
                readonly clientId: string;
                /** @enum {string} */
                readonly clientAuthentication:
                  'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';
                readonly scope?: string;
                readonly audience?: string;
                readonly resource?: string;
              };
              /** @description The client certificate. */
              readonly mtls?: {
                readonly subject: string;
                /** Format: date-time */
                readonly expiresAt: string;
                readonly fingerprint: string;
              };
            } | null;
            readonly tls: {
              /** @description PEM certificates to trust in place of the public ones, one after the other. */
              readonly certificateAuthorities?: string;
              /**
               * @description The oldest TLS that is spoken. Default: 1.2.
               * @enum {string}
               */
              readonly minVersion?: '1.2' | '1.3';
            } | null;
            /** @enum {string} */
            readonly format: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
            readonly signing: {
              /**
               * @description Default: `native`, what the event's family does.
               * @enum {string}
               */
              readonly scheme?:
                | 'native'
                | 'standard-webhooks'
                | 'standard-webhooks-ed25519'
                | 'hmac-body-hex'
                | 'timestamped-hex'
                | 'none';
              readonly header?: string;
              /** @enum {string} */
              readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
              /** @enum {string} */
              readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
            };
            readonly sendWebhookId: boolean;
            /** @description Null: the family's. */
            readonly retry:
              | (
                  | ('none' | 'standard' | 'fast' | 'patient')
                  | {
                      readonly delaysSeconds: readonly number[];
                      readonly maxAgeSeconds?: number;
                    }
                )
              | null;
            readonly timeoutMs: number | null;
            readonly rateLimitPerSecond: number | null;
            readonly maxConcurrency: number | null;
            /** @enum {string} */
            readonly ordering: 'none' | 'subject';
            /**
             * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
             * @enum {string}
             */
            readonly onGiveUp: 'skip' | 'block';
            readonly successStatus: ('200' | '2xx') | null;
            /** @description Options of the families, for events of that family; what is not named takes its default. */
            readonly options: {
              readonly ballerine?: {
                /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
                readonly withChildWorkflows?: boolean;
              };
              readonly idwise?: {
                /** @description Adds `eventId` to `body`. Default: false. */
                readonly eventId?: boolean;
              };
            };
            /** @enum {string} */
            readonly status: 'active' | 'paused' | 'disabled';
            readonly expiresAt: string | null;
            readonly stateNames: readonly string[] | null;
            readonly filter: string | null;
            readonly payload: {
              /** @description Nothing else of `data` is sent. */
              readonly only?: readonly string[];
              /** @description These are not sent, also where `only` names them. */
              readonly omit?: readonly string[];
            } | null;
            readonly request: {
              readonly transform: readonly {
                /** @enum {string} */
                readonly transformer: 'jmespath';
                readonly mapping: string;
              }[];
            } | null;
            /** @description Whose secret signs its deliveries: its own, or that of the tenant (`GET /v1/signing-secret`), as for webhooks of run requests and of configurations. Null where nothing signs. */
            readonly signedBy: ('webhook' | 'tenant') | null;
            /** @description Why Casewire has disabled it. `gone`: the receiver has answered 410 Gone. To go on, correct `url` and set `status` to `active`. */
            readonly statusReason: 'gone' | null;
            /**
             * @description `failing`: too many of its attempts fail. `unavailable`: its receiver does not answer or is overloaded, and is sent probes only. `paused`: Casewire has paused it, after nothing but failures for days.
             * @enum {string}
             */
            readonly health: 'healthy' | 'failing' | 'unavailable' | 'paused';
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
          };
        };
      };
    };
  };
  readonly 'Webhooks.health': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {string} */
            readonly state: 'healthy' | 'failing' | 'unavailable' | 'paused';
            readonly failingSince: string | null;
            /** @description Failures since the last success. */
            readonly failuresInARow: number;
            /** @description To five seconds. */
            readonly lastSuccessAt: string | null;
            readonly lastFailureAt: string | null;
            /** @description How it failed: `timeout`, `dns-error`, `http-503`. */
            readonly lastFailure: string | null;
            /** @description While it is `unavailable`: when one of what is held is sent, to find out whether it is back. */
            readonly nextProbeAt: string | null;
            /** @description Duration of its attempts that succeed, a running average. */
            readonly averageMs: number | null;
          };
        };
      };
    };
  };
  readonly 'Webhooks.resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description Whether what the pause has held is sent, as fast as the receiver takes it, or skipped.
           * @enum {string}
           */
          readonly backlog: 'send' | 'skip';
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly level: 'customer' | 'definition' | 'runtime';
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly name: string | null;
            readonly url: string;
            readonly events: readonly string[];
            readonly definitionId: string | null;
            readonly runtimeId: string | null;
            /** @enum {string} */
            readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
            readonly headers: {
              readonly [key: string]: string;
            };
            /** @description Without secrets. */
            readonly auth: {
              readonly basic?: {
                readonly username: string;
              };
              readonly bearer?: Record<string, unknown>;
              readonly oauth2?: {
                readonly tokenUrl: string;
                readonly clientId: string;
                /** @enum {string} */
                readonly clientAuthentication:
                  'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';
                readonly scope?: string;
                readonly audience?: string;
                readonly resource?: string;
              };
              /** @description The client certificate. */
              readonly mtls?: {
                readonly subject: string;
                /** Format: date-time */
                readonly expiresAt: string;
                readonly fingerprint: string;
              };
            } | null;
            readonly tls: {
              /** @description PEM certificates to trust in place of the public ones, one after the other. */
              readonly certificateAuthorities?: string;
              /**
               * @description The oldest TLS that is spoken. Default: 1.2.
               * @enum {string}
               */
              readonly minVersion?: '1.2' | '1.3';
            } | null;
            /** @enum {string} */
            readonly format: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
            readonly signing: {
              /**
               * @description Default: `native`, what the event's family does.
               * @enum {string}
               */
              readonly scheme?:
                | 'native'
                | 'standard-webhooks'
                | 'standard-webhooks-ed25519'
                | 'hmac-body-hex'
                | 'timestamped-hex'
                | 'none';
              readonly header?: string;
              /** @enum {string} */
              readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
              /** @enum {string} */
              readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
            };
            readonly sendWebhookId: boolean;
            /** @description Null: the family's. */
            readonly retry:
              | (
                  | ('none' | 'standard' | 'fast' | 'patient')
                  | {
                      readonly delaysSeconds: readonly number[];
                      readonly maxAgeSeconds?: number;
                    }
                )
              | null;
            readonly timeoutMs: number | null;
            readonly rateLimitPerSecond: number | null;
            readonly maxConcurrency: number | null;
            /** @enum {string} */
            readonly ordering: 'none' | 'subject';
            /**
             * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
             * @enum {string}
             */
            readonly onGiveUp: 'skip' | 'block';
            readonly successStatus: ('200' | '2xx') | null;
            /** @description Options of the families, for events of that family; what is not named takes its default. */
            readonly options: {
              readonly ballerine?: {
                /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
                readonly withChildWorkflows?: boolean;
              };
              readonly idwise?: {
                /** @description Adds `eventId` to `body`. Default: false. */
                readonly eventId?: boolean;
              };
            };
            /** @enum {string} */
            readonly status: 'active' | 'paused' | 'disabled';
            readonly expiresAt: string | null;
            readonly stateNames: readonly string[] | null;
            readonly filter: string | null;
            readonly payload: {
              /** @description Nothing else of `data` is sent. */
              readonly only?: readonly string[];
              /** @description These are not sent, also where `only` names them. */
              readonly omit?: readonly string[];
            } | null;
            readonly request: {
              readonly transform: readonly {
                /** @enum {string} */
                readonly transformer: 'jmespath';
                readonly mapping: string;
              }[];
            } | null;
            /** @description Whose secret signs its deliveries: its own, or that of the tenant (`GET /v1/signing-secret`), as for webhooks of run requests and of configurations. Null where nothing signs. */
            readonly signedBy: ('webhook' | 'tenant') | null;
            /** @description Why Casewire has disabled it. `gone`: the receiver has answered 410 Gone. To go on, correct `url` and set `status` to `active`. */
            readonly statusReason: 'gone' | null;
            /**
             * @description `failing`: too many of its attempts fail. `unavailable`: its receiver does not answer or is overloaded, and is sent probes only. `paused`: Casewire has paused it, after nothing but failures for days.
             * @enum {string}
             */
            readonly health: 'healthy' | 'failing' | 'unavailable' | 'paused';
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
          };
        };
      };
    };
  };
  readonly 'WebhookSecrets.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Signs the deliveries; null where nothing signs, and where a private key does, which is never shown. */
            readonly secret: string | null;
            /** @description `whpk_` and base64: verifies deliveries of the scheme `standard-webhooks-ed25519`; null for others. */
            readonly publicKey: string | null;
          };
        };
      };
    };
  };
  readonly 'WebhookSecrets.rotate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description How long the old secret signs beside the new one. Default: a day.
           * @default 86400
           */
          readonly overlapSeconds?: number;
          /** @description 16 to 256 printable characters; for `standard-webhooks-ed25519` a private key, `whsk_` and base64. Default: a new one is made. */
          readonly secret?: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Signs the deliveries; null where nothing signs, and where a private key does, which is never shown. */
            readonly secret: string | null;
            /** @description `whpk_` and base64: verifies deliveries of the scheme `standard-webhooks-ed25519`; null for others. */
            readonly publicKey: string | null;
          };
        };
      };
    };
  };
  readonly 'TestSends.send': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Default: the first event type that the webhook lists by name, if all of those are of one family. */
          readonly eventType?: string;
          /**
           * @description Shows a session what the receiver answers. Needs the scope `payloads`, and is recorded in the audit before the test is sent.
           * @default false
           */
          readonly revealAnswer?: boolean;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly number: number;
            /** Format: date-time */
            readonly startedAt: string;
            readonly durationMs: number;
            /** @enum {string} */
            readonly outcome:
              | 'delivered'
              | 'rejected'
              | 'timeout'
              | 'connection-error'
              | 'tls-error'
              | 'dns-error'
              | 'blocked-target'
              | 'no-access-token'
              | 'not-sent';
            /** @description As it was sent, but secrets stand as `{secret.NAME}` and signatures are left out. */
            readonly request: {
              readonly method: string;
              readonly url: string;
              readonly headers: {
                readonly [key: string]: string;
              };
            };
            readonly responseCode?: number;
            readonly responseHeaders?: {
              readonly [key: string]: string;
            };
            /** @description First 4 KiB, as valid UTF-8 without NUL. */
            readonly responseBody?: string;
            readonly error?: string;
            /** @description Only where something is hidden from a session, or from a caller without the scope `payloads`: of the `request` the query, and texts of the event in path and headers; of the `answer` body and headers. `POST /v1/reveals` shows them. */
            readonly hidden?: readonly ('request' | 'answer')[];
          };
        };
      };
    };
  };
  readonly 'CheckUrls.check': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description As in POST /v1/webhooks. */
          readonly url: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /**
             * @description `reachable`: a delivery could send its request. `blocked-target`: the name leads to a private or special address. `dns-error`: the name was not found. `connection-error`: nobody listens there. `tls-error`: the certificate or the handshake was refused, by what all webhooks trust; `tls` of a webhook can differ. `timeout`: no answer within 10 s.
             * @enum {string}
             */
            readonly result:
              'reachable' | 'blocked-target' | 'dns-error' | 'connection-error' | 'tls-error' | 'timeout';
          };
        };
      };
    };
  };
  readonly 'Previews.preview': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description As in POST /v1/webhooks. */
          readonly webhook: {
            readonly name?: string;
            readonly url: string;
            /** @description Default: all; with `stateNames`, all that tell a state. */
            readonly events?: readonly string[];
            readonly definitionId?: string;
            readonly runtimeId?: string;
            /**
             * @description GET sends no body, but what it would say in the query.
             * @default POST
             * @enum {string}
             */
            readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
            readonly headers?: {
              readonly [key: string]: string;
            };
            readonly auth?: {
              readonly basic?: {
                readonly username: string;
                readonly password: string;
              };
              readonly bearer?: {
                readonly token: string;
              };
              /** @description Client credentials (RFC 6749, section 4.4). */
              readonly oauth2?: {
                /** @description Under the same rule as `url`; placeholders cannot stand in it. */
                readonly tokenUrl: string;
                readonly clientId: string;
                readonly clientSecret?: string;
                /**
                 * @description How the client secret is sent (RFC 6749, section 2.3.1). Default: client_secret_basic.
                 * @enum {string}
                 */
                readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post';
                /** @description In place of a secret: a signed assertion (RFC 7523, section 2.2). */
                readonly privateKeyJwt?: {
                  /** @description The private key in PEM (PKCS #8), not encrypted. */
                  readonly key: string;
                  /** @enum {string} */
                  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA';
                  /** @description The `kid` of the assertion. */
                  readonly keyId?: string;
                  /** @description The `aud` of the assertion. Default: the token URL. */
                  readonly audience?: string;
                };
                readonly scope?: string;
                /** @description Sent as `audience`, which some servers need. */
                readonly audience?: string;
                /** @description Sent as `resource` (RFC 8707). */
                readonly resource?: string;
              };
              /** @description A client certificate, alone or beside one of the others. */
              readonly mtls?: {
                /** @description The client certificate in PEM; those of intermediate authorities may follow. */
                readonly certificate: string;
                /** @description Its private key in PEM. */
                readonly privateKey: string;
                /** @description Of an encrypted key. It is not kept. */
                readonly passphrase?: string;
              };
            };
            /** @description Default: as with all receivers. */
            readonly tls?: {
              /** @description PEM certificates to trust in place of the public ones, one after the other. */
              readonly certificateAuthorities?: string;
              /**
               * @description The oldest TLS that is spoken. Default: 1.2.
               * @enum {string}
               */
              readonly minVersion?: '1.2' | '1.3';
            };
            /**
             * @default native
             * @enum {string}
             */
            readonly format?: 'native' | 'standard' | 'cloudevents' | 'cloudevents-binary' | 'thin';
            /** @default {} */
            readonly signing?: {
              /**
               * @description Default: `native`, what the event's family does.
               * @enum {string}
               */
              readonly scheme?:
                | 'native'
                | 'standard-webhooks'
                | 'standard-webhooks-ed25519'
                | 'hmac-body-hex'
                | 'timestamped-hex'
                | 'none';
              readonly header?: string;
              /** @enum {string} */
              readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
              /** @enum {string} */
              readonly keyEncoding?: 'utf8' | 'hex' | 'base64';
              /** @description 16 to 256 printable characters; for `standard-webhooks-ed25519` a private key, `whsk_` and base64. Default: a new one is made. */
              readonly secret?: string;
            };
            /** @default true */
            readonly sendWebhookId?: boolean;
            /** @description Default: the family's schedule. */
            readonly retry?:
              | ('none' | 'standard' | 'fast' | 'patient')
              | {
                  readonly delaysSeconds: readonly number[];
                  readonly maxAgeSeconds?: number;
                };
            /** @description Default: the family's, 10 s. */
            readonly timeoutMs?: number;
            /** @description Default: no limit. */
            readonly rateLimitPerSecond?: number;
            /** @description Default: as the operator has set it, 100 if not at all. */
            readonly maxConcurrency?: number;
            /**
             * @default none
             * @enum {string}
             */
            readonly ordering?: 'none' | 'subject';
            /**
             * @description What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they follow. `block`: they wait until the failed invocation is retried with success, or cancelled.
             * @default skip
             * @enum {string}
             */
            readonly onGiveUp?: 'skip' | 'block';
            /**
             * @description Default: the family's.
             * @enum {string}
             */
            readonly successStatus?: '200' | '2xx';
            /**
             * @description Options of the families, for events of that family; what is not named takes its default.
             * @default {}
             */
            readonly options?: {
              readonly ballerine?: {
                /** @description Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false. */
                readonly withChildWorkflows?: boolean;
              };
              readonly idwise?: {
                /** @description Adds `eventId` to `body`. Default: false. */
                readonly eventId?: boolean;
              };
            };
            /**
             * @description While it is `paused`, what matches it is held; `active` ends the pause and sends what was held. A `disabled` one matches nothing, and what is pending fails.
             * @default active
             * @enum {string}
             */
            readonly status?: 'active' | 'paused' | 'disabled';
            /**
             * Format: date-time
             * @description Default: never.
             */
            readonly expiresAt?: string;
            /** @description Only events that move a run into one of these states. */
            readonly stateNames?: readonly string[];
            /** @description Only events for which this yields true, over the attributes and `data`. */
            readonly filter?: string;
            /** @description The part of `data` that is sent, as JSON Pointers in which `*` stands for every member or element of a level. Formats, transforms and placeholders see nothing else; filters see all of it. Default: all of `data`. */
            readonly payload?: {
              /** @description Nothing else of `data` is sent. */
              readonly only?: readonly string[];
              /** @description These are not sent, also where `only` names them. */
              readonly omit?: readonly string[];
            };
            /** @description The body is what the transforms make, in order, of the event's context. */
            readonly request?: {
              readonly transform:
                | {
                    /** @enum {string} */
                    readonly transformer: 'jmespath';
                    readonly mapping: string;
                  }
                | readonly {
                    /** @enum {string} */
                    readonly transformer: 'jmespath';
                    readonly mapping: string;
                  }[];
            };
          };
          /** @description A CloudEvent in the JSON format, as in POST /v1/events. */
          readonly event?: {
            readonly [key: string]: unknown;
          };
          /**
           * Format: uuid
           * @description An event that was accepted; needs the scope `payloads`.
           */
          readonly eventUid?: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly matched: boolean;
            readonly why: string;
            /** @description What would be sent. `<signature>` stands where a signature would, `{secret.NAME}` where a secret would, `<credentials>` where those of `auth` would. Null where nothing would be sent. */
            readonly request: {
              readonly method: string;
              readonly url: string;
              readonly headers: {
                readonly [key: string]: string;
              };
              /** @description Null for GET, whose query says it. */
              readonly body: string | null;
            } | null;
            /**
             * @description Only for a session that names an `eventUid`, where something of the request is hidden: `parts`, in whose place `[hidden]` stands, or its `whole` body.
             * @enum {string}
             */
            readonly hidden?: 'parts' | 'whole';
          };
        };
      };
    };
  };
  readonly 'Previews.verify': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Those of the request as it was received; names in any case. */
          readonly headers: {
            readonly [key: string]: string | readonly string[];
          };
          /** @description The exact body as text; of a GET, the part of the query that the delivery added. */
          readonly body: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly genuine: boolean;
            /** @description The check that fails; null where the request is genuine. */
            readonly reason:
              | (
                  | 'signature-mismatch'
                  | 'timestamp-too-old'
                  | 'timestamp-too-new'
                  | 'malformed-header'
                  | 'missing-header'
                  | 'not-signed'
                )
              | null;
            /** @description The same in a sentence. */
            readonly detail: string | null;
          };
        };
      };
    };
  };
  readonly 'DeliveredData.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly address: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The data of the event, as the webhook's `payload` leaves it. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': unknown;
        };
      };
    };
  };
  readonly 'DeliveredData.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path: {
        readonly webhookId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              readonly eventUid: string;
              /** Format: date-time */
              readonly fetchedAt: string;
              /** @description `signature`, or the id of the API key; `operator` for the operator's. */
              readonly fetchedBy: string;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Egress.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Ranges in CIDR notation, as the operator has configured them; empty where none are promised. */
            readonly addresses: readonly string[];
          };
        };
      };
    };
  };
  readonly 'SigningSecrets.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly secret: string;
          };
        };
      };
    };
  };
  readonly 'SigningSecrets.rotate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description How long the old secret signs beside the new one. Default: a day.
           * @default 86400
           */
          readonly overlapSeconds?: number;
          /** @description 16 to 256 printable characters; for `standard-webhooks-ed25519` a private key, `whsk_` and base64. Default: a new one is made. */
          readonly secret?: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly secret: string;
          };
        };
      };
    };
  };
  readonly 'Secrets.put': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Never shown again. */
          readonly value: string;
        };
      };
    };
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'Secrets.delete': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly name: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'Secrets.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description From A to Z (`asc`) or from Z to A (`desc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly name: string;
              /** Format: date-time */
              readonly createdAt: string;
              /** Format: date-time */
              readonly updatedAt: string;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'EventTypes.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description From A to Z (`asc`) or from Z to A (`desc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly type: string;
              readonly family: string;
              readonly description: string;
              readonly schema: {
                readonly [key: string]: unknown;
              };
              readonly example: unknown;
              /** @description JSON Pointers to what sessions see hidden. */
              readonly sensitive: readonly string[];
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'EventTypes.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly type: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly type: string;
            readonly family: string;
            readonly description: string;
            readonly schema: {
              readonly [key: string]: unknown;
            };
            readonly example: unknown;
            /** @description JSON Pointers to what sessions see hidden. */
            readonly sensitive: readonly string[];
          };
        };
      };
    };
  };
  readonly 'EventTypes.put': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly type: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @default  */
          readonly description?: string;
          /** @description JSON Schema (2020-12) of `data`. */
          readonly schema: {
            readonly [key: string]: unknown;
          };
          /** @description At most 65536 bytes of JSON. */
          readonly example?: unknown;
          /**
           * @description JSON Pointers (RFC 6901) to what is sensitive in `data`; `*` stands for every member or element of one level. Sessions see it hidden.
           * @default []
           */
          readonly sensitive?: readonly string[];
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly type: string;
            readonly family: string;
            readonly description: string;
            readonly schema: {
              readonly [key: string]: unknown;
            };
            readonly example: unknown;
            /** @description JSON Pointers to what sessions see hidden. */
            readonly sensitive: readonly string[];
          };
        };
      };
    };
  };
  readonly 'EventTypes.delete': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly type: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'EventTypes.copy': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly type: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @enum {string} */
          readonly to: 'production';
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly type: string;
            readonly family: string;
            readonly description: string;
            readonly schema: {
              readonly [key: string]: unknown;
            };
            readonly example: unknown;
            /** @description JSON Pointers to what sessions see hidden. */
            readonly sensitive: readonly string[];
          };
        };
      };
    };
  };
  readonly 'OwnSettings.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            readonly name: string;
            readonly settings: {
              /** @description The header X-atfinity-version. Default: 1.0. */
              readonly atfinityVersion?: string;
              /** @description The apiVersion of Ballerine bodies. Default: 1. */
              readonly apiVersion?: string | number;
              /**
               * @description How levels combine. Default: additive.
               * @enum {string}
               */
              readonly subscriptionMerge?: 'additive' | 'override-per-event';
              /** @description Webhooks per environment, those of single runs not counted. Default: 1000. */
              readonly webhookLimit?: number;
              /** @description Events per second that POST /v1/events takes of the tenant, in each process of ingestion. Default: no limit. */
              readonly publishPerSecond?: number;
              /** @description The hosts that webhooks and their token endpoints may have, checked when they are saved and when they are sent to; `*.example.com` allows every name below example.com. Default: all. */
              readonly allowedHosts?: readonly string[];
            };
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
            /** @description How long things are kept, in days. The operator configures it. */
            readonly retentionDays: {
              /** @description Accepted events, with the explanations that need them. */
              readonly events: number;
              readonly rejectedEvents: number;
              /** @description Invocations and their attempts. */
              readonly invocations: number;
              /** @description Entries of the audit. */
              readonly audit: number;
            };
          };
        };
      };
    };
  };
  readonly 'Audit.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        /** @description For the operator: only this tenant's. */
        readonly tenant?: string;
        /** @description The id of an API key, `link` and the id of a portal link, or `operator`. */
        readonly actor?: string;
        readonly action?:
          | 'api-key.created'
          | 'api-key.revoked'
          | 'event-type.copied'
          | 'event-type.deleted'
          | 'event-type.set'
          | 'failure-group.ignored'
          | 'failure-group.unignored'
          | 'inspector.changed'
          | 'inspector.created'
          | 'inspector.deleted'
          | 'invocation.cancelled'
          | 'invocation.resent'
          | 'invocation.retried'
          | 'payload.revealed'
          | 'portal-link.created'
          | 'portal-link.revoked'
          | 'rejected-event.republished'
          | 'replay.begun'
          | 'replay.cancelled'
          | 'replay.paused'
          | 'replay.resumed'
          | 'secret.deleted'
          | 'secret.set'
          | 'session.ended'
          | 'session.started'
          | 'signing-secret.revealed'
          | 'signing-secret.rotated'
          | 'tenant-view.ended'
          | 'tenant-view.started'
          | 'tenant-view.unlocked'
          | 'tenant.changed'
          | 'tenant.created'
          | 'tenant.deleted'
          | 'webhook.backlog-cancelled'
          | 'webhook.changed'
          | 'webhook.created'
          | 'webhook.deleted'
          | 'webhook.resumed'
          | 'webhook.secret-revealed'
          | 'webhook.secret-rotated';
        /** @description Kind and id of what was changed: `webhooks/0192…`, `secrets/name`. */
        readonly resource?: string;
        /** @description Changed at or after. */
        readonly since?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /** Format: date-time */
              readonly at: string;
              /** @description Who was let in: the id of an API key, `link` and the id of a portal link, or `operator`. */
              readonly actor: string;
              /** @description The name of the API key that was let in; null where it has none, and for others. */
              readonly actorName: string | null;
              /** @description Who asked for it, as the client said in `Casewire-Claimed-Name`. Nobody has checked it. */
              readonly claimedName: string | null;
              /** @description Why, as the client said in `Casewire-Reason`. */
              readonly reason: string | null;
              readonly session: string | null;
              /** @description The `X-Request-Id` of its answer. */
              readonly requestId: string | null;
              readonly tenant: string | null;
              /** @description Null for what belongs to no single environment: sessions, portal links, the tenant itself. */
              readonly environment: ('sandbox' | 'production') | null;
              /** @enum {string} */
              readonly action:
                | 'api-key.created'
                | 'api-key.revoked'
                | 'event-type.copied'
                | 'event-type.deleted'
                | 'event-type.set'
                | 'failure-group.ignored'
                | 'failure-group.unignored'
                | 'inspector.changed'
                | 'inspector.created'
                | 'inspector.deleted'
                | 'invocation.cancelled'
                | 'invocation.resent'
                | 'invocation.retried'
                | 'payload.revealed'
                | 'portal-link.created'
                | 'portal-link.revoked'
                | 'rejected-event.republished'
                | 'replay.begun'
                | 'replay.cancelled'
                | 'replay.paused'
                | 'replay.resumed'
                | 'secret.deleted'
                | 'secret.set'
                | 'session.ended'
                | 'session.started'
                | 'signing-secret.revealed'
                | 'signing-secret.rotated'
                | 'tenant-view.ended'
                | 'tenant-view.started'
                | 'tenant-view.unlocked'
                | 'tenant.changed'
                | 'tenant.created'
                | 'tenant.deleted'
                | 'webhook.backlog-cancelled'
                | 'webhook.changed'
                | 'webhook.created'
                | 'webhook.deleted'
                | 'webhook.resumed'
                | 'webhook.secret-revealed'
                | 'webhook.secret-rotated';
              /** @description Kind and id of what was changed. */
              readonly resource: string;
              /** @description The name of the API key that was changed; null where it has none, and for others. */
              readonly resourceName: string | null;
              readonly changed: readonly {
                readonly member: string;
                /** @description Absent where there was none, for secrets, and where it is longer than 1,000 characters. */
                readonly before?: unknown;
                /** @description Absent where there was none, for secrets, and where it is longer than 1,000 characters. */
                readonly after?: unknown;
              }[];
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Audit.changes': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path: {
        readonly webhookId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /** Format: date-time */
              readonly at: string;
              /** @description Who was let in: the id of an API key, `link` and the id of a portal link, or `operator`. */
              readonly actor: string;
              /** @description The name of the API key that was let in; null where it has none, and for others. */
              readonly actorName: string | null;
              /** @description Who asked for it, as the client said in `Casewire-Claimed-Name`. Nobody has checked it. */
              readonly claimedName: string | null;
              /** @description Why, as the client said in `Casewire-Reason`. */
              readonly reason: string | null;
              readonly session: string | null;
              /** @description The `X-Request-Id` of its answer. */
              readonly requestId: string | null;
              readonly tenant: string | null;
              /** @description Null for what belongs to no single environment: sessions, portal links, the tenant itself. */
              readonly environment: ('sandbox' | 'production') | null;
              /** @enum {string} */
              readonly action:
                | 'api-key.created'
                | 'api-key.revoked'
                | 'event-type.copied'
                | 'event-type.deleted'
                | 'event-type.set'
                | 'failure-group.ignored'
                | 'failure-group.unignored'
                | 'inspector.changed'
                | 'inspector.created'
                | 'inspector.deleted'
                | 'invocation.cancelled'
                | 'invocation.resent'
                | 'invocation.retried'
                | 'payload.revealed'
                | 'portal-link.created'
                | 'portal-link.revoked'
                | 'rejected-event.republished'
                | 'replay.begun'
                | 'replay.cancelled'
                | 'replay.paused'
                | 'replay.resumed'
                | 'secret.deleted'
                | 'secret.set'
                | 'session.ended'
                | 'session.started'
                | 'signing-secret.revealed'
                | 'signing-secret.rotated'
                | 'tenant-view.ended'
                | 'tenant-view.started'
                | 'tenant-view.unlocked'
                | 'tenant.changed'
                | 'tenant.created'
                | 'tenant.deleted'
                | 'webhook.backlog-cancelled'
                | 'webhook.changed'
                | 'webhook.created'
                | 'webhook.deleted'
                | 'webhook.resumed'
                | 'webhook.secret-revealed'
                | 'webhook.secret-rotated';
              /** @description Kind and id of what was changed. */
              readonly resource: string;
              /** @description The name of the API key that was changed; null where it has none, and for others. */
              readonly resourceName: string | null;
              readonly changed: readonly {
                readonly member: string;
                /** @description Absent where there was none, for secrets, and where it is longer than 1,000 characters. */
                readonly before?: unknown;
                /** @description Absent where there was none, for secrets, and where it is longer than 1,000 characters. */
                readonly after?: unknown;
              }[];
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'DataspikeWebhooks.list': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly webhooks: readonly {
              /** Format: uuid */
              readonly webhook_id: string;
              readonly webhook_url: string;
              readonly event_types: readonly (
                | 'DOCVER'
                | 'APPLICANT'
                | 'AML'
                | 'AML_SCREENING'
                | 'DOCVER_CHECKS'
                | 'TRANSACTION_MONITORING'
                | 'KYT_WALLET_CHECK'
              )[];
              readonly enabled: boolean;
              /** @description Must agree with the key's environment. */
              readonly is_sandbox: boolean;
            }[];
          };
        };
      };
    };
  };
  readonly 'DataspikeWebhooks.create': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly webhook_url: string;
          readonly event_types: readonly (
            | 'DOCVER'
            | 'APPLICANT'
            | 'AML'
            | 'AML_SCREENING'
            | 'DOCVER_CHECKS'
            | 'TRANSACTION_MONITORING'
            | 'KYT_WALLET_CHECK'
          )[];
          /** @default true */
          readonly enabled?: boolean;
          /** @description Must agree with the key's environment. */
          readonly is_sandbox?: boolean;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly hmac_signing_secret: string | null;
          };
        };
      };
    };
  };
  readonly 'DataspikeWebhooks.delete': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'DataspikeWebhooks.change': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly webhook_url?: string;
          readonly event_types?: readonly (
            | 'DOCVER'
            | 'APPLICANT'
            | 'AML'
            | 'AML_SCREENING'
            | 'DOCVER_CHECKS'
            | 'TRANSACTION_MONITORING'
            | 'KYT_WALLET_CHECK'
          )[];
          readonly enabled?: boolean;
          /** @description Must agree with the key's environment. */
          readonly is_sandbox?: boolean;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly webhook_id: string;
            readonly webhook_url: string;
            readonly event_types: readonly (
              | 'DOCVER'
              | 'APPLICANT'
              | 'AML'
              | 'AML_SCREENING'
              | 'DOCVER_CHECKS'
              | 'TRANSACTION_MONITORING'
              | 'KYT_WALLET_CHECK'
            )[];
            readonly enabled: boolean;
            /** @description Must agree with the key's environment. */
            readonly is_sandbox: boolean;
          };
        };
      };
    };
  };
  readonly 'DataspikeWebhooks.rotate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly hmac_signing_secret: string;
          };
        };
      };
    };
  };
  readonly 'BallerineRuns.run': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly workflowId: string;
          readonly context: {
            readonly entity: {
              readonly type: string;
              readonly id?: string;
              readonly ballerineEntityId?: string;
              readonly data?: {
                readonly [key: string]: unknown;
              };
            } & {
              readonly [key: string]: unknown;
            };
            readonly documents?: readonly unknown[];
          } & {
            readonly [key: string]: unknown;
          };
          readonly config?: {
            readonly subscriptions?: readonly ({
              /** @enum {string} */
              readonly type: 'webhook';
              readonly url: string;
              readonly events: readonly string[];
              readonly config?: {
                readonly withChildWorkflows?: boolean;
              } & {
                readonly [key: string]: unknown;
              };
            } & {
              readonly [key: string]: unknown;
            })[];
          } & {
            readonly [key: string]: unknown;
          };
        } & {
          readonly [key: string]: unknown;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly workflowDefinitionId: string;
            readonly workflowRuntimeId: string;
            readonly ballerineEntityId: string;
            readonly entities: readonly {
              readonly id: string;
              readonly type: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'BallerineConfigs.set': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly workflowId: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly config: {
            readonly subscriptions: readonly ({
              /** @enum {string} */
              readonly type: 'webhook';
              readonly url: string;
              readonly events: readonly string[];
              readonly config?: {
                readonly withChildWorkflows?: boolean;
              } & {
                readonly [key: string]: unknown;
              };
            } & {
              readonly [key: string]: unknown;
            })[];
          };
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly workflowDefinitionId: string;
            readonly config: {
              readonly subscriptions: readonly ({
                /** @enum {string} */
                readonly type: 'webhook';
                readonly url: string;
                readonly events: readonly string[];
                readonly config?: {
                  readonly withChildWorkflows?: boolean;
                } & {
                  readonly [key: string]: unknown;
                };
                /** Format: uuid */
                readonly id: string;
              } & {
                readonly [key: string]: unknown;
              })[];
            };
          };
        };
      };
    };
  };
  readonly 'Invocations.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        /** @description Ids of invocations, with commas between them, at most 100. */
        readonly ids?: string;
        /** @description Id of a webhook. */
        readonly webhook?: string;
        readonly status?: 'pending' | 'retrying' | 'held' | 'delivered' | 'failed' | 'cancelled';
        /** @description How the last attempt ended. */
        readonly outcome?:
          | 'delivered'
          | 'rejected'
          | 'timeout'
          | 'connection-error'
          | 'tls-error'
          | 'dns-error'
          | 'blocked-target'
          | 'no-access-token'
          | 'not-sent';
        /** @description Status of the answer to the last attempt: `503`, or `5xx` for all of its class. */
        readonly responseCode?: string;
        readonly eventType?: string;
        /** @description Id that upstream gave the event. */
        readonly eventId?: string;
        readonly subject?: string;
        /** @description Of the event. It is known as long as the event is kept; of more than 1,000 events that have it, the newest count. */
        readonly correlationId?: string;
        /** @description Only those that block their subject: one for each subject that is blocked. */
        readonly blocking?: 'true';
        /** @description Accepted at or after. */
        readonly since?: string;
        /** @description Accepted before. */
        readonly until?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              readonly webhookId: string;
              /** Format: uuid */
              readonly eventUid: string;
              readonly eventId: string;
              readonly eventSource: string;
              readonly eventType: string;
              readonly subject: string | null;
              /** @enum {string} */
              readonly environment: 'sandbox' | 'production';
              readonly isSandbox: boolean;
              /** @enum {string} */
              readonly status: 'pending' | 'retrying' | 'held' | 'delivered' | 'failed' | 'cancelled';
              /**
               * @description Why it failed, or what it waits for.
               *
               *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
               *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
               *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
               *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
               *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
               *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
               *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
               *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
               *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
               *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
               *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
               *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
               *     - `body-too-large`: The body is larger than a record may be, or the query of a GET is longer than 16 KiB. Let a transform make a smaller one (`request.transform`).
               *     - `unrenderable-body`: The webhook's format cannot be made of the event's data, or a GET would need a body that is an object. Try the event (`POST /v1/events/validate`), and correct it or the webhook.
               *     - `payload-too-expensive`: Picking the webhook's part of the event's data (`payload`) takes more steps than it may. Name fewer pointers, or publish events with fewer members.
               *     - `placeholders-too-expensive`: The event's context is too large to look the webhook's placeholders up in it, or the webhook's transforms have left no steps for it. Publish events with less in their context, or name fewer placeholders.
               *     - `filter-too-expensive`: The webhook's filter takes more steps than a filter may, the tenant's filters and transforms of a batch have taken too many together, the event's data is larger than filters read, or the filter exceeds a limit that came after it. Simplify the filter.
               *     - `transform-too-expensive`: The webhook's transforms take more steps than they may together, the tenant's filters and transforms of a batch have taken too many, the event's data is larger than they read, or a mapping exceeds a limit that came after it. Simplify the mappings.
               *     - `transform-failed` (then `: ` and what is wrong): A transform of the webhook (`request.transform`) cannot be applied to the context of the event. Correct it, and try it with the event (`POST /v1/events/validate`).
               *     - `unprocessable`: Casewire released it four times, and no outcome ever came back. Look for its id on `rejected.v1` and in the logs of delivery, mend what is found there, then retry the invocation.
               *     - `body-lost`: Its delivery record was lost before history read it, and a rematch of its event brought none. If it still matters, publish the event again with a new `id`.
               *     - `expired`: It had not ended when the retention of the history reached its day. Keep the history longer with `CASEWIRE_HISTORY_RETENTION_DAYS`.
               *     - `lane-full`: More deliveries of its webhook, or of its tenant, are under way and waiting than the receivers work off in time. Nothing: it follows later. If it lasts, allow more requests at once (`maxConcurrency`), or make the receiver faster.
               *     - `rate-limited`: Its webhook's limit of deliveries per second lets it start later. Nothing: it follows when its turn comes. To send faster, raise that limit (`rateLimitPerSecond`).
               *     - `interrupted`: The process that was sending it ended, or lost the brokers, before there was an answer, while thousands of others were delivered. Nothing: it follows at once.
               *     - `secret-unavailable`: A secret of its webhook does not open with the master keys that delivery has. Restore the master key in `CASEWIRE_MASTER_KEYS`: it is tried again every five minutes.
               *     - `webhook-paused`: Its webhook is paused. Resume it (`POST /v1/webhooks/{id}/resume`).
               *     - `paused-by-casewire`: Its webhook has answered with nothing but failures for days, so Casewire has paused it. Mend the receiver, then resume the webhook (`POST /v1/webhooks/{id}/resume`).
               *     - `receiver-unavailable`: The receiver of its webhook does not answer, or answers that it is overloaded. One of what is held is sent now and then, as a probe. Mend the receiver: when a probe succeeds, the others follow.
               *     - `retry-after`: The receiver of its webhook asked by `Retry-After` to be left alone for a while. Nothing: it follows, when a probe at the end of that time succeeds.
               *     - `backlog`: Its webhook is on hold no more: it follows when there is room for it. Nothing: it follows.
               *     - `predecessor`: An earlier invocation of the same webhook and subject has not ended. Nothing: it follows. To let it pass, cancel the earlier one.
               */
              readonly reason: string | null;
              /** @description It has failed, and the later invocations of its subject wait until it is retried with success, or cancelled. */
              readonly blocking: boolean;
              readonly attempts: number;
              /** @description HTTP status of the last attempt; null without an answer. */
              readonly responseCode: number | null;
              /**
               * Format: date-time
               * @description When the event was accepted.
               */
              readonly createdAt: string;
              /**
               * Format: date-time
               * @description When the history first heard of it, which is after it was matched. Nothing records when it was matched.
               */
              readonly recordedAt: string;
              readonly lastAttemptAt: string | null;
              /** @description When it was delivered, given up or cancelled; null while it has not ended. */
              readonly endedAt: string | null;
              /** @description While its receiver is unavailable: when the next probe goes out. Null while anything else holds it: it follows at the end of what `heldBy` names. */
              readonly nextAttemptAt: string | null;
              /** @description What holds it: `predecessor`, an earlier invocation of the same webhook and subject; `pause`, its webhook is paused; `own-pause`, Casewire has paused its webhook; `breaker`, its receiver does not answer; `retry-after`, its receiver asked to be left alone. Null while nothing does. */
              readonly heldBy: {
                /** @enum {string} */
                readonly kind: 'predecessor' | 'pause' | 'own-pause' | 'breaker' | 'retry-after';
                /** @description Of the pause or the opening, counted for each webhook. */
                readonly number?: number;
              } | null;
              /** @description The invocation that it follows under an id of its own: as a copy that a replay with `newIds` has made, or sent anew by `POST /v1/invocations/{id}/resend`. */
              readonly copyOf: string | null;
              /** @description What happened to it beside its attempts, in order: the newest 20. Empty for most, and for what happened before this version. Waits for a predecessor are not noted. */
              readonly notes: readonly {
                /** @description Counted from 1. Where the first note has another number, those before it are not kept. */
                readonly number: number;
                /** Format: date-time */
                readonly at: string;
                /**
                 * @description `held`: a pause or its receiver began to hold it. `resumed`: that has ended, and it is sent. `retried`: it was asked for once more. `cancelled`: nothing more is sent. `expired`: it has failed because it was held for too long, or because the history is kept no longer.
                 * @enum {string}
                 */
                readonly what: 'held' | 'resumed' | 'retried' | 'cancelled' | 'expired';
                /** @description Who has asked for it, as `actor` of `GET /v1/audit`. Absent where nobody has. */
                readonly by?: string;
                /** @description What holds it (`webhook-paused`, `receiver-unavailable`, ...) or why it has expired (`too-old`, `expired`). `skipped`: its webhook was resumed without what had waited. `replay`: a replay has sent it again. */
                readonly reason?: string;
              }[];
              /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
              readonly problems?: readonly {
                readonly path: string;
                readonly message: string;
              }[];
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Invocations.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /** Format: uuid */
            readonly eventUid: string;
            readonly eventId: string;
            readonly eventSource: string;
            readonly eventType: string;
            readonly subject: string | null;
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly isSandbox: boolean;
            /** @enum {string} */
            readonly status: 'pending' | 'retrying' | 'held' | 'delivered' | 'failed' | 'cancelled';
            /**
             * @description Why it failed, or what it waits for.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `body-too-large`: The body is larger than a record may be, or the query of a GET is longer than 16 KiB. Let a transform make a smaller one (`request.transform`).
             *     - `unrenderable-body`: The webhook's format cannot be made of the event's data, or a GET would need a body that is an object. Try the event (`POST /v1/events/validate`), and correct it or the webhook.
             *     - `payload-too-expensive`: Picking the webhook's part of the event's data (`payload`) takes more steps than it may. Name fewer pointers, or publish events with fewer members.
             *     - `placeholders-too-expensive`: The event's context is too large to look the webhook's placeholders up in it, or the webhook's transforms have left no steps for it. Publish events with less in their context, or name fewer placeholders.
             *     - `filter-too-expensive`: The webhook's filter takes more steps than a filter may, the tenant's filters and transforms of a batch have taken too many together, the event's data is larger than filters read, or the filter exceeds a limit that came after it. Simplify the filter.
             *     - `transform-too-expensive`: The webhook's transforms take more steps than they may together, the tenant's filters and transforms of a batch have taken too many, the event's data is larger than they read, or a mapping exceeds a limit that came after it. Simplify the mappings.
             *     - `transform-failed` (then `: ` and what is wrong): A transform of the webhook (`request.transform`) cannot be applied to the context of the event. Correct it, and try it with the event (`POST /v1/events/validate`).
             *     - `unprocessable`: Casewire released it four times, and no outcome ever came back. Look for its id on `rejected.v1` and in the logs of delivery, mend what is found there, then retry the invocation.
             *     - `body-lost`: Its delivery record was lost before history read it, and a rematch of its event brought none. If it still matters, publish the event again with a new `id`.
             *     - `expired`: It had not ended when the retention of the history reached its day. Keep the history longer with `CASEWIRE_HISTORY_RETENTION_DAYS`.
             *     - `lane-full`: More deliveries of its webhook, or of its tenant, are under way and waiting than the receivers work off in time. Nothing: it follows later. If it lasts, allow more requests at once (`maxConcurrency`), or make the receiver faster.
             *     - `rate-limited`: Its webhook's limit of deliveries per second lets it start later. Nothing: it follows when its turn comes. To send faster, raise that limit (`rateLimitPerSecond`).
             *     - `interrupted`: The process that was sending it ended, or lost the brokers, before there was an answer, while thousands of others were delivered. Nothing: it follows at once.
             *     - `secret-unavailable`: A secret of its webhook does not open with the master keys that delivery has. Restore the master key in `CASEWIRE_MASTER_KEYS`: it is tried again every five minutes.
             *     - `webhook-paused`: Its webhook is paused. Resume it (`POST /v1/webhooks/{id}/resume`).
             *     - `paused-by-casewire`: Its webhook has answered with nothing but failures for days, so Casewire has paused it. Mend the receiver, then resume the webhook (`POST /v1/webhooks/{id}/resume`).
             *     - `receiver-unavailable`: The receiver of its webhook does not answer, or answers that it is overloaded. One of what is held is sent now and then, as a probe. Mend the receiver: when a probe succeeds, the others follow.
             *     - `retry-after`: The receiver of its webhook asked by `Retry-After` to be left alone for a while. Nothing: it follows, when a probe at the end of that time succeeds.
             *     - `backlog`: Its webhook is on hold no more: it follows when there is room for it. Nothing: it follows.
             *     - `predecessor`: An earlier invocation of the same webhook and subject has not ended. Nothing: it follows. To let it pass, cancel the earlier one.
             */
            readonly reason: string | null;
            /** @description It has failed, and the later invocations of its subject wait until it is retried with success, or cancelled. */
            readonly blocking: boolean;
            readonly attempts: number;
            /** @description HTTP status of the last attempt; null without an answer. */
            readonly responseCode: number | null;
            /**
             * Format: date-time
             * @description When the event was accepted.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the history first heard of it, which is after it was matched. Nothing records when it was matched.
             */
            readonly recordedAt: string;
            readonly lastAttemptAt: string | null;
            /** @description When it was delivered, given up or cancelled; null while it has not ended. */
            readonly endedAt: string | null;
            /** @description While its receiver is unavailable: when the next probe goes out. Null while anything else holds it: it follows at the end of what `heldBy` names. */
            readonly nextAttemptAt: string | null;
            /** @description What holds it: `predecessor`, an earlier invocation of the same webhook and subject; `pause`, its webhook is paused; `own-pause`, Casewire has paused its webhook; `breaker`, its receiver does not answer; `retry-after`, its receiver asked to be left alone. Null while nothing does. */
            readonly heldBy: {
              /** @enum {string} */
              readonly kind: 'predecessor' | 'pause' | 'own-pause' | 'breaker' | 'retry-after';
              /** @description Of the pause or the opening, counted for each webhook. */
              readonly number?: number;
            } | null;
            /** @description The invocation that it follows under an id of its own: as a copy that a replay with `newIds` has made, or sent anew by `POST /v1/invocations/{id}/resend`. */
            readonly copyOf: string | null;
            /** @description What happened to it beside its attempts, in order: the newest 20. Empty for most, and for what happened before this version. Waits for a predecessor are not noted. */
            readonly notes: readonly {
              /** @description Counted from 1. Where the first note has another number, those before it are not kept. */
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              /**
               * @description `held`: a pause or its receiver began to hold it. `resumed`: that has ended, and it is sent. `retried`: it was asked for once more. `cancelled`: nothing more is sent. `expired`: it has failed because it was held for too long, or because the history is kept no longer.
               * @enum {string}
               */
              readonly what: 'held' | 'resumed' | 'retried' | 'cancelled' | 'expired';
              /** @description Who has asked for it, as `actor` of `GET /v1/audit`. Absent where nobody has. */
              readonly by?: string;
              /** @description What holds it (`webhook-paused`, `receiver-unavailable`, ...) or why it has expired (`too-old`, `expired`). `skipped`: its webhook was resumed without what had waited. `replay`: a replay has sent it again. */
              readonly reason?: string;
            }[];
            /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
            readonly problems?: readonly {
              readonly path: string;
              readonly message: string;
            }[];
            /** @description In a sentence: the last attempt, the rule that decided what follows with its numbers, and the next time. */
            readonly why: string | null;
            readonly contentType?: string | null;
            /** @description With the scope `payloads`: the body, where it is JSON, character for character: numbers have all their digits. Null where it is not JSON, or not kept. */
            readonly payload?: unknown;
            /** @description With the scope `payloads`: the exact bytes of the body, which signatures are made over. Like `payload`, it is absent where all is hidden. */
            readonly payloadBase64?: string | null;
            /**
             * @description Only where something sensitive is hidden from a session: `parts`, in whose place `[hidden]` stands, or the `whole`. `POST /v1/reveals` shows it.
             * @enum {string}
             */
            readonly hidden?: 'parts' | 'whole';
          };
        };
      };
    };
  };
  readonly 'Invocations.attempts': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description First to last (`asc`) or last to first (`desc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              readonly number: number;
              /** Format: date-time */
              readonly startedAt: string;
              readonly durationMs: number;
              /** @enum {string} */
              readonly outcome:
                | 'delivered'
                | 'rejected'
                | 'timeout'
                | 'connection-error'
                | 'tls-error'
                | 'dns-error'
                | 'blocked-target'
                | 'no-access-token'
                | 'not-sent';
              /** @description As it was sent, but secrets stand as `{secret.NAME}` and signatures are left out. */
              readonly request: {
                readonly method: string;
                readonly url: string;
                readonly headers: {
                  readonly [key: string]: string;
                };
              };
              readonly responseCode?: number;
              readonly responseHeaders?: {
                readonly [key: string]: string;
              };
              /** @description First 4 KiB, as valid UTF-8 without NUL. */
              readonly responseBody?: string;
              readonly error?: string;
              /** @description What followed from it. */
              readonly next: {
                readonly kind: string;
                /** Format: date-time */
                readonly at?: string;
                /**
                 * @description Why nothing follows.
                 *
                 *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
                 *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
                 *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
                 *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
                 *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
                 *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
                 *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
                 *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
                 *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
                 *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
                 *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
                 *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
                 */
                readonly reason?: string;
              };
              /** @description The version of the webhook that it was sent by: `GET /v1/webhooks/{id}/changes` tells what made it. */
              readonly webhookVersion?: number;
              /** @description Only where something is hidden from a session, or from a caller without the scope `payloads`: of the `request` the query, and texts of the event in path and headers; of the `answer` body and headers. `POST /v1/reveals` shows them. */
              readonly hidden?: readonly ('request' | 'answer')[];
              /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
              readonly problems?: readonly {
                readonly path: string;
                readonly message: string;
              }[];
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'ChangeInvocations.retry': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /** Format: uuid */
            readonly eventUid: string;
            readonly eventId: string;
            readonly eventSource: string;
            readonly eventType: string;
            readonly subject: string | null;
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly isSandbox: boolean;
            /** @enum {string} */
            readonly status: 'pending' | 'retrying' | 'held' | 'delivered' | 'failed' | 'cancelled';
            /**
             * @description Why it failed, or what it waits for.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `body-too-large`: The body is larger than a record may be, or the query of a GET is longer than 16 KiB. Let a transform make a smaller one (`request.transform`).
             *     - `unrenderable-body`: The webhook's format cannot be made of the event's data, or a GET would need a body that is an object. Try the event (`POST /v1/events/validate`), and correct it or the webhook.
             *     - `payload-too-expensive`: Picking the webhook's part of the event's data (`payload`) takes more steps than it may. Name fewer pointers, or publish events with fewer members.
             *     - `placeholders-too-expensive`: The event's context is too large to look the webhook's placeholders up in it, or the webhook's transforms have left no steps for it. Publish events with less in their context, or name fewer placeholders.
             *     - `filter-too-expensive`: The webhook's filter takes more steps than a filter may, the tenant's filters and transforms of a batch have taken too many together, the event's data is larger than filters read, or the filter exceeds a limit that came after it. Simplify the filter.
             *     - `transform-too-expensive`: The webhook's transforms take more steps than they may together, the tenant's filters and transforms of a batch have taken too many, the event's data is larger than they read, or a mapping exceeds a limit that came after it. Simplify the mappings.
             *     - `transform-failed` (then `: ` and what is wrong): A transform of the webhook (`request.transform`) cannot be applied to the context of the event. Correct it, and try it with the event (`POST /v1/events/validate`).
             *     - `unprocessable`: Casewire released it four times, and no outcome ever came back. Look for its id on `rejected.v1` and in the logs of delivery, mend what is found there, then retry the invocation.
             *     - `body-lost`: Its delivery record was lost before history read it, and a rematch of its event brought none. If it still matters, publish the event again with a new `id`.
             *     - `expired`: It had not ended when the retention of the history reached its day. Keep the history longer with `CASEWIRE_HISTORY_RETENTION_DAYS`.
             *     - `lane-full`: More deliveries of its webhook, or of its tenant, are under way and waiting than the receivers work off in time. Nothing: it follows later. If it lasts, allow more requests at once (`maxConcurrency`), or make the receiver faster.
             *     - `rate-limited`: Its webhook's limit of deliveries per second lets it start later. Nothing: it follows when its turn comes. To send faster, raise that limit (`rateLimitPerSecond`).
             *     - `interrupted`: The process that was sending it ended, or lost the brokers, before there was an answer, while thousands of others were delivered. Nothing: it follows at once.
             *     - `secret-unavailable`: A secret of its webhook does not open with the master keys that delivery has. Restore the master key in `CASEWIRE_MASTER_KEYS`: it is tried again every five minutes.
             *     - `webhook-paused`: Its webhook is paused. Resume it (`POST /v1/webhooks/{id}/resume`).
             *     - `paused-by-casewire`: Its webhook has answered with nothing but failures for days, so Casewire has paused it. Mend the receiver, then resume the webhook (`POST /v1/webhooks/{id}/resume`).
             *     - `receiver-unavailable`: The receiver of its webhook does not answer, or answers that it is overloaded. One of what is held is sent now and then, as a probe. Mend the receiver: when a probe succeeds, the others follow.
             *     - `retry-after`: The receiver of its webhook asked by `Retry-After` to be left alone for a while. Nothing: it follows, when a probe at the end of that time succeeds.
             *     - `backlog`: Its webhook is on hold no more: it follows when there is room for it. Nothing: it follows.
             *     - `predecessor`: An earlier invocation of the same webhook and subject has not ended. Nothing: it follows. To let it pass, cancel the earlier one.
             */
            readonly reason: string | null;
            /** @description It has failed, and the later invocations of its subject wait until it is retried with success, or cancelled. */
            readonly blocking: boolean;
            readonly attempts: number;
            /** @description HTTP status of the last attempt; null without an answer. */
            readonly responseCode: number | null;
            /**
             * Format: date-time
             * @description When the event was accepted.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the history first heard of it, which is after it was matched. Nothing records when it was matched.
             */
            readonly recordedAt: string;
            readonly lastAttemptAt: string | null;
            /** @description When it was delivered, given up or cancelled; null while it has not ended. */
            readonly endedAt: string | null;
            /** @description While its receiver is unavailable: when the next probe goes out. Null while anything else holds it: it follows at the end of what `heldBy` names. */
            readonly nextAttemptAt: string | null;
            /** @description What holds it: `predecessor`, an earlier invocation of the same webhook and subject; `pause`, its webhook is paused; `own-pause`, Casewire has paused its webhook; `breaker`, its receiver does not answer; `retry-after`, its receiver asked to be left alone. Null while nothing does. */
            readonly heldBy: {
              /** @enum {string} */
              readonly kind: 'predecessor' | 'pause' | 'own-pause' | 'breaker' | 'retry-after';
              /** @description Of the pause or the opening, counted for each webhook. */
              readonly number?: number;
            } | null;
            /** @description The invocation that it follows under an id of its own: as a copy that a replay with `newIds` has made, or sent anew by `POST /v1/invocations/{id}/resend`. */
            readonly copyOf: string | null;
            /** @description What happened to it beside its attempts, in order: the newest 20. Empty for most, and for what happened before this version. Waits for a predecessor are not noted. */
            readonly notes: readonly {
              /** @description Counted from 1. Where the first note has another number, those before it are not kept. */
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              /**
               * @description `held`: a pause or its receiver began to hold it. `resumed`: that has ended, and it is sent. `retried`: it was asked for once more. `cancelled`: nothing more is sent. `expired`: it has failed because it was held for too long, or because the history is kept no longer.
               * @enum {string}
               */
              readonly what: 'held' | 'resumed' | 'retried' | 'cancelled' | 'expired';
              /** @description Who has asked for it, as `actor` of `GET /v1/audit`. Absent where nobody has. */
              readonly by?: string;
              /** @description What holds it (`webhook-paused`, `receiver-unavailable`, ...) or why it has expired (`too-old`, `expired`). `skipped`: its webhook was resumed without what had waited. `replay`: a replay has sent it again. */
              readonly reason?: string;
            }[];
            /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
            readonly problems?: readonly {
              readonly path: string;
              readonly message: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'ChangeInvocations.cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /** Format: uuid */
            readonly eventUid: string;
            readonly eventId: string;
            readonly eventSource: string;
            readonly eventType: string;
            readonly subject: string | null;
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly isSandbox: boolean;
            /** @enum {string} */
            readonly status: 'pending' | 'retrying' | 'held' | 'delivered' | 'failed' | 'cancelled';
            /**
             * @description Why it failed, or what it waits for.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `body-too-large`: The body is larger than a record may be, or the query of a GET is longer than 16 KiB. Let a transform make a smaller one (`request.transform`).
             *     - `unrenderable-body`: The webhook's format cannot be made of the event's data, or a GET would need a body that is an object. Try the event (`POST /v1/events/validate`), and correct it or the webhook.
             *     - `payload-too-expensive`: Picking the webhook's part of the event's data (`payload`) takes more steps than it may. Name fewer pointers, or publish events with fewer members.
             *     - `placeholders-too-expensive`: The event's context is too large to look the webhook's placeholders up in it, or the webhook's transforms have left no steps for it. Publish events with less in their context, or name fewer placeholders.
             *     - `filter-too-expensive`: The webhook's filter takes more steps than a filter may, the tenant's filters and transforms of a batch have taken too many together, the event's data is larger than filters read, or the filter exceeds a limit that came after it. Simplify the filter.
             *     - `transform-too-expensive`: The webhook's transforms take more steps than they may together, the tenant's filters and transforms of a batch have taken too many, the event's data is larger than they read, or a mapping exceeds a limit that came after it. Simplify the mappings.
             *     - `transform-failed` (then `: ` and what is wrong): A transform of the webhook (`request.transform`) cannot be applied to the context of the event. Correct it, and try it with the event (`POST /v1/events/validate`).
             *     - `unprocessable`: Casewire released it four times, and no outcome ever came back. Look for its id on `rejected.v1` and in the logs of delivery, mend what is found there, then retry the invocation.
             *     - `body-lost`: Its delivery record was lost before history read it, and a rematch of its event brought none. If it still matters, publish the event again with a new `id`.
             *     - `expired`: It had not ended when the retention of the history reached its day. Keep the history longer with `CASEWIRE_HISTORY_RETENTION_DAYS`.
             *     - `lane-full`: More deliveries of its webhook, or of its tenant, are under way and waiting than the receivers work off in time. Nothing: it follows later. If it lasts, allow more requests at once (`maxConcurrency`), or make the receiver faster.
             *     - `rate-limited`: Its webhook's limit of deliveries per second lets it start later. Nothing: it follows when its turn comes. To send faster, raise that limit (`rateLimitPerSecond`).
             *     - `interrupted`: The process that was sending it ended, or lost the brokers, before there was an answer, while thousands of others were delivered. Nothing: it follows at once.
             *     - `secret-unavailable`: A secret of its webhook does not open with the master keys that delivery has. Restore the master key in `CASEWIRE_MASTER_KEYS`: it is tried again every five minutes.
             *     - `webhook-paused`: Its webhook is paused. Resume it (`POST /v1/webhooks/{id}/resume`).
             *     - `paused-by-casewire`: Its webhook has answered with nothing but failures for days, so Casewire has paused it. Mend the receiver, then resume the webhook (`POST /v1/webhooks/{id}/resume`).
             *     - `receiver-unavailable`: The receiver of its webhook does not answer, or answers that it is overloaded. One of what is held is sent now and then, as a probe. Mend the receiver: when a probe succeeds, the others follow.
             *     - `retry-after`: The receiver of its webhook asked by `Retry-After` to be left alone for a while. Nothing: it follows, when a probe at the end of that time succeeds.
             *     - `backlog`: Its webhook is on hold no more: it follows when there is room for it. Nothing: it follows.
             *     - `predecessor`: An earlier invocation of the same webhook and subject has not ended. Nothing: it follows. To let it pass, cancel the earlier one.
             */
            readonly reason: string | null;
            /** @description It has failed, and the later invocations of its subject wait until it is retried with success, or cancelled. */
            readonly blocking: boolean;
            readonly attempts: number;
            /** @description HTTP status of the last attempt; null without an answer. */
            readonly responseCode: number | null;
            /**
             * Format: date-time
             * @description When the event was accepted.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the history first heard of it, which is after it was matched. Nothing records when it was matched.
             */
            readonly recordedAt: string;
            readonly lastAttemptAt: string | null;
            /** @description When it was delivered, given up or cancelled; null while it has not ended. */
            readonly endedAt: string | null;
            /** @description While its receiver is unavailable: when the next probe goes out. Null while anything else holds it: it follows at the end of what `heldBy` names. */
            readonly nextAttemptAt: string | null;
            /** @description What holds it: `predecessor`, an earlier invocation of the same webhook and subject; `pause`, its webhook is paused; `own-pause`, Casewire has paused its webhook; `breaker`, its receiver does not answer; `retry-after`, its receiver asked to be left alone. Null while nothing does. */
            readonly heldBy: {
              /** @enum {string} */
              readonly kind: 'predecessor' | 'pause' | 'own-pause' | 'breaker' | 'retry-after';
              /** @description Of the pause or the opening, counted for each webhook. */
              readonly number?: number;
            } | null;
            /** @description The invocation that it follows under an id of its own: as a copy that a replay with `newIds` has made, or sent anew by `POST /v1/invocations/{id}/resend`. */
            readonly copyOf: string | null;
            /** @description What happened to it beside its attempts, in order: the newest 20. Empty for most, and for what happened before this version. Waits for a predecessor are not noted. */
            readonly notes: readonly {
              /** @description Counted from 1. Where the first note has another number, those before it are not kept. */
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              /**
               * @description `held`: a pause or its receiver began to hold it. `resumed`: that has ended, and it is sent. `retried`: it was asked for once more. `cancelled`: nothing more is sent. `expired`: it has failed because it was held for too long, or because the history is kept no longer.
               * @enum {string}
               */
              readonly what: 'held' | 'resumed' | 'retried' | 'cancelled' | 'expired';
              /** @description Who has asked for it, as `actor` of `GET /v1/audit`. Absent where nobody has. */
              readonly by?: string;
              /** @description What holds it (`webhook-paused`, `receiver-unavailable`, ...) or why it has expired (`too-old`, `expired`). `skipped`: its webhook was resumed without what had waited. `replay`: a replay has sent it again. */
              readonly reason?: string;
            }[];
            /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
            readonly problems?: readonly {
              readonly path: string;
              readonly message: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'CancelSets.cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * Format: date-time
           * @description Accepted at or after.
           */
          readonly since: string;
          /**
           * Format: date-time
           * @description Accepted before. Default: now.
           */
          readonly until?: string;
          readonly eventType?: string;
          readonly subject?: string;
          /**
           * @description Only count. Nothing is changed, and the answer has the status 200.
           * @default false
           */
          readonly dryRun?: boolean;
          /** @description Code of a reason that invocations wait for, without its detail. */
          readonly reason?: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description How many were cancelled; with `dryRun`, how many would be. */
            readonly count: number;
            /** @description One request cancels 10,000 at most: send it again for the rest. */
            readonly hasMore: boolean;
          };
        };
      };
    };
  };
  readonly 'Resend.resend': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description Answer the request that would be sent, with the status 200. It needs the scope `payloads` too. Nothing is sent or stored.
           * @default false
           */
          readonly dryRun?: boolean;
        };
      };
    };
    readonly responses: {
      /** @description With `dryRun`: the request that would be sent. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly contentType: string;
            /** @description `<signature>` stands where a signature would, `{secret.NAME}` where a secret would, `<credentials>` where those of `auth` would. */
            readonly request: {
              readonly method: string;
              readonly url: string;
              readonly headers: {
                readonly [key: string]: string;
              };
              /** @description Null for GET, whose query says it. */
              readonly body: string | null;
            };
            /**
             * @description Only for a session, where something of the request is hidden: `parts`, in whose place `[hidden]` stands, or its `whole` body.
             * @enum {string}
             */
            readonly hidden?: 'parts' | 'whole';
          };
        };
      };
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /** Format: uuid */
            readonly eventUid: string;
            readonly eventId: string;
            readonly eventSource: string;
            readonly eventType: string;
            readonly subject: string | null;
            /** @enum {string} */
            readonly environment: 'sandbox' | 'production';
            readonly isSandbox: boolean;
            /** @enum {string} */
            readonly status: 'pending' | 'retrying' | 'held' | 'delivered' | 'failed' | 'cancelled';
            /**
             * @description Why it failed, or what it waits for.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `body-too-large`: The body is larger than a record may be, or the query of a GET is longer than 16 KiB. Let a transform make a smaller one (`request.transform`).
             *     - `unrenderable-body`: The webhook's format cannot be made of the event's data, or a GET would need a body that is an object. Try the event (`POST /v1/events/validate`), and correct it or the webhook.
             *     - `payload-too-expensive`: Picking the webhook's part of the event's data (`payload`) takes more steps than it may. Name fewer pointers, or publish events with fewer members.
             *     - `placeholders-too-expensive`: The event's context is too large to look the webhook's placeholders up in it, or the webhook's transforms have left no steps for it. Publish events with less in their context, or name fewer placeholders.
             *     - `filter-too-expensive`: The webhook's filter takes more steps than a filter may, the tenant's filters and transforms of a batch have taken too many together, the event's data is larger than filters read, or the filter exceeds a limit that came after it. Simplify the filter.
             *     - `transform-too-expensive`: The webhook's transforms take more steps than they may together, the tenant's filters and transforms of a batch have taken too many, the event's data is larger than they read, or a mapping exceeds a limit that came after it. Simplify the mappings.
             *     - `transform-failed` (then `: ` and what is wrong): A transform of the webhook (`request.transform`) cannot be applied to the context of the event. Correct it, and try it with the event (`POST /v1/events/validate`).
             *     - `unprocessable`: Casewire released it four times, and no outcome ever came back. Look for its id on `rejected.v1` and in the logs of delivery, mend what is found there, then retry the invocation.
             *     - `body-lost`: Its delivery record was lost before history read it, and a rematch of its event brought none. If it still matters, publish the event again with a new `id`.
             *     - `expired`: It had not ended when the retention of the history reached its day. Keep the history longer with `CASEWIRE_HISTORY_RETENTION_DAYS`.
             *     - `lane-full`: More deliveries of its webhook, or of its tenant, are under way and waiting than the receivers work off in time. Nothing: it follows later. If it lasts, allow more requests at once (`maxConcurrency`), or make the receiver faster.
             *     - `rate-limited`: Its webhook's limit of deliveries per second lets it start later. Nothing: it follows when its turn comes. To send faster, raise that limit (`rateLimitPerSecond`).
             *     - `interrupted`: The process that was sending it ended, or lost the brokers, before there was an answer, while thousands of others were delivered. Nothing: it follows at once.
             *     - `secret-unavailable`: A secret of its webhook does not open with the master keys that delivery has. Restore the master key in `CASEWIRE_MASTER_KEYS`: it is tried again every five minutes.
             *     - `webhook-paused`: Its webhook is paused. Resume it (`POST /v1/webhooks/{id}/resume`).
             *     - `paused-by-casewire`: Its webhook has answered with nothing but failures for days, so Casewire has paused it. Mend the receiver, then resume the webhook (`POST /v1/webhooks/{id}/resume`).
             *     - `receiver-unavailable`: The receiver of its webhook does not answer, or answers that it is overloaded. One of what is held is sent now and then, as a probe. Mend the receiver: when a probe succeeds, the others follow.
             *     - `retry-after`: The receiver of its webhook asked by `Retry-After` to be left alone for a while. Nothing: it follows, when a probe at the end of that time succeeds.
             *     - `backlog`: Its webhook is on hold no more: it follows when there is room for it. Nothing: it follows.
             *     - `predecessor`: An earlier invocation of the same webhook and subject has not ended. Nothing: it follows. To let it pass, cancel the earlier one.
             */
            readonly reason: string | null;
            /** @description It has failed, and the later invocations of its subject wait until it is retried with success, or cancelled. */
            readonly blocking: boolean;
            readonly attempts: number;
            /** @description HTTP status of the last attempt; null without an answer. */
            readonly responseCode: number | null;
            /**
             * Format: date-time
             * @description When the event was accepted.
             */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description When the history first heard of it, which is after it was matched. Nothing records when it was matched.
             */
            readonly recordedAt: string;
            readonly lastAttemptAt: string | null;
            /** @description When it was delivered, given up or cancelled; null while it has not ended. */
            readonly endedAt: string | null;
            /** @description While its receiver is unavailable: when the next probe goes out. Null while anything else holds it: it follows at the end of what `heldBy` names. */
            readonly nextAttemptAt: string | null;
            /** @description What holds it: `predecessor`, an earlier invocation of the same webhook and subject; `pause`, its webhook is paused; `own-pause`, Casewire has paused its webhook; `breaker`, its receiver does not answer; `retry-after`, its receiver asked to be left alone. Null while nothing does. */
            readonly heldBy: {
              /** @enum {string} */
              readonly kind: 'predecessor' | 'pause' | 'own-pause' | 'breaker' | 'retry-after';
              /** @description Of the pause or the opening, counted for each webhook. */
              readonly number?: number;
            } | null;
            /** @description The invocation that it follows under an id of its own: as a copy that a replay with `newIds` has made, or sent anew by `POST /v1/invocations/{id}/resend`. */
            readonly copyOf: string | null;
            /** @description What happened to it beside its attempts, in order: the newest 20. Empty for most, and for what happened before this version. Waits for a predecessor are not noted. */
            readonly notes: readonly {
              /** @description Counted from 1. Where the first note has another number, those before it are not kept. */
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              /**
               * @description `held`: a pause or its receiver began to hold it. `resumed`: that has ended, and it is sent. `retried`: it was asked for once more. `cancelled`: nothing more is sent. `expired`: it has failed because it was held for too long, or because the history is kept no longer.
               * @enum {string}
               */
              readonly what: 'held' | 'resumed' | 'retried' | 'cancelled' | 'expired';
              /** @description Who has asked for it, as `actor` of `GET /v1/audit`. Absent where nobody has. */
              readonly by?: string;
              /** @description What holds it (`webhook-paused`, `receiver-unavailable`, ...) or why it has expired (`too-old`, `expired`). `skipped`: its webhook was resumed without what had waited. `replay`: a replay has sent it again. */
              readonly reason?: string;
            }[];
            /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
            readonly problems?: readonly {
              readonly path: string;
              readonly message: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'Replays.begin': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * Format: date-time
           * @description Accepted at or after.
           */
          readonly since: string;
          /**
           * Format: date-time
           * @description Accepted before. Default: now.
           */
          readonly until?: string;
          readonly eventType?: string;
          readonly subject?: string;
          /**
           * @description Only count. Nothing is changed, and the answer has the status 200.
           * @default false
           */
          readonly dryRun?: boolean;
          /**
           * @description `failed`: invocations that have failed. `all`: all that have ended. `missing`: events of which the webhook has no invocation, because it was created, enabled or corrected later.
           * @enum {string}
           */
          readonly status: 'failed' | 'all' | 'missing';
          /** @description Code of a reason, without its detail. Only with the status `failed`. */
          readonly reason?: string;
          /**
           * @description Send copies with new ids, for receivers that pass over ids which they have had. Not with the status `missing`, which sends what has no id yet.
           * @default false
           */
          readonly newIds?: boolean;
        };
      };
    };
    readonly responses: {
      /** @description Nothing has begun. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Null where nothing was begun. */
            readonly id: string | null;
            /** @description What there is to send; from a million on, at least as much. */
            readonly count: number;
          };
        };
      };
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Null where nothing was begun. */
            readonly id: string | null;
            /** @description What there is to send; from a million on, at least as much. */
            readonly count: number;
          };
        };
      };
    };
  };
  readonly 'Replays.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
        /** @description Id of a webhook. */
        readonly webhook?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              readonly webhookId: string;
              /**
               * @description `running`, `paused`, or at its end `finished` or `cancelled`. While its webhook is paused, a replay waits.
               * @enum {string}
               */
              readonly state: 'running' | 'paused' | 'finished' | 'cancelled';
              /**
               * @description Why Casewire has cancelled it.
               *
               *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
               *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
               *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
               *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
               *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
               *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
               *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
               *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
               *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
               *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
               *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
               *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
               */
              readonly reason: string | null;
              /** @description A replay of what is `missing` begins when ingestion, matching and the history have passed what was published before. */
              readonly waitsForMatching: boolean;
              /** @description What was asked for. */
              readonly filter: {
                /** Format: date-time */
                readonly since: string;
                /** Format: date-time */
                readonly until: string;
                /** @enum {string} */
                readonly status: 'failed' | 'all' | 'missing';
                readonly eventType: string | null;
                readonly subject: string | null;
                readonly reason: string | null;
                /** @description The class of the failure group that is sent again. */
                readonly failure: string | null;
              };
              readonly newIds: boolean;
              /** @description What there was to send when it was asked for. */
              readonly count: number;
              /** @description What became of the first attempt that the replay led to. */
              readonly progress: {
                readonly started: number;
                /** @description Started, and without an outcome yet. */
                readonly waiting: number;
                readonly delivered: number;
                /** @description The first attempt failed; the policy of the webhook goes on with them. */
                readonly retrying: number;
                readonly failed: number;
                readonly cancelled: number;
              };
              /** Format: date-time */
              readonly createdAt: string;
              readonly endedAt: string | null;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Replays.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /**
             * @description `running`, `paused`, or at its end `finished` or `cancelled`. While its webhook is paused, a replay waits.
             * @enum {string}
             */
            readonly state: 'running' | 'paused' | 'finished' | 'cancelled';
            /**
             * @description Why Casewire has cancelled it.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             */
            readonly reason: string | null;
            /** @description A replay of what is `missing` begins when ingestion, matching and the history have passed what was published before. */
            readonly waitsForMatching: boolean;
            /** @description What was asked for. */
            readonly filter: {
              /** Format: date-time */
              readonly since: string;
              /** Format: date-time */
              readonly until: string;
              /** @enum {string} */
              readonly status: 'failed' | 'all' | 'missing';
              readonly eventType: string | null;
              readonly subject: string | null;
              readonly reason: string | null;
              /** @description The class of the failure group that is sent again. */
              readonly failure: string | null;
            };
            readonly newIds: boolean;
            /** @description What there was to send when it was asked for. */
            readonly count: number;
            /** @description What became of the first attempt that the replay led to. */
            readonly progress: {
              readonly started: number;
              /** @description Started, and without an outcome yet. */
              readonly waiting: number;
              readonly delivered: number;
              /** @description The first attempt failed; the policy of the webhook goes on with them. */
              readonly retrying: number;
              readonly failed: number;
              readonly cancelled: number;
            };
            /** Format: date-time */
            readonly createdAt: string;
            readonly endedAt: string | null;
          };
        };
      };
    };
  };
  readonly 'Replays.pause': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /**
             * @description `running`, `paused`, or at its end `finished` or `cancelled`. While its webhook is paused, a replay waits.
             * @enum {string}
             */
            readonly state: 'running' | 'paused' | 'finished' | 'cancelled';
            /**
             * @description Why Casewire has cancelled it.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             */
            readonly reason: string | null;
            /** @description A replay of what is `missing` begins when ingestion, matching and the history have passed what was published before. */
            readonly waitsForMatching: boolean;
            /** @description What was asked for. */
            readonly filter: {
              /** Format: date-time */
              readonly since: string;
              /** Format: date-time */
              readonly until: string;
              /** @enum {string} */
              readonly status: 'failed' | 'all' | 'missing';
              readonly eventType: string | null;
              readonly subject: string | null;
              readonly reason: string | null;
              /** @description The class of the failure group that is sent again. */
              readonly failure: string | null;
            };
            readonly newIds: boolean;
            /** @description What there was to send when it was asked for. */
            readonly count: number;
            /** @description What became of the first attempt that the replay led to. */
            readonly progress: {
              readonly started: number;
              /** @description Started, and without an outcome yet. */
              readonly waiting: number;
              readonly delivered: number;
              /** @description The first attempt failed; the policy of the webhook goes on with them. */
              readonly retrying: number;
              readonly failed: number;
              readonly cancelled: number;
            };
            /** Format: date-time */
            readonly createdAt: string;
            readonly endedAt: string | null;
          };
        };
      };
    };
  };
  readonly 'Replays.resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /**
             * @description `running`, `paused`, or at its end `finished` or `cancelled`. While its webhook is paused, a replay waits.
             * @enum {string}
             */
            readonly state: 'running' | 'paused' | 'finished' | 'cancelled';
            /**
             * @description Why Casewire has cancelled it.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             */
            readonly reason: string | null;
            /** @description A replay of what is `missing` begins when ingestion, matching and the history have passed what was published before. */
            readonly waitsForMatching: boolean;
            /** @description What was asked for. */
            readonly filter: {
              /** Format: date-time */
              readonly since: string;
              /** Format: date-time */
              readonly until: string;
              /** @enum {string} */
              readonly status: 'failed' | 'all' | 'missing';
              readonly eventType: string | null;
              readonly subject: string | null;
              readonly reason: string | null;
              /** @description The class of the failure group that is sent again. */
              readonly failure: string | null;
            };
            readonly newIds: boolean;
            /** @description What there was to send when it was asked for. */
            readonly count: number;
            /** @description What became of the first attempt that the replay led to. */
            readonly progress: {
              readonly started: number;
              /** @description Started, and without an outcome yet. */
              readonly waiting: number;
              readonly delivered: number;
              /** @description The first attempt failed; the policy of the webhook goes on with them. */
              readonly retrying: number;
              readonly failed: number;
              readonly cancelled: number;
            };
            /** Format: date-time */
            readonly createdAt: string;
            readonly endedAt: string | null;
          };
        };
      };
    };
  };
  readonly 'Replays.cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            /**
             * @description `running`, `paused`, or at its end `finished` or `cancelled`. While its webhook is paused, a replay waits.
             * @enum {string}
             */
            readonly state: 'running' | 'paused' | 'finished' | 'cancelled';
            /**
             * @description Why Casewire has cancelled it.
             *
             *     - `webhook-gone`: No webhook has the id that the delivery names. If there should be one, for instance because the database was restored from an older backup, create it again.
             *     - `webhook-disabled`: The webhook was disabled before the request was sent. Enable it (`status`: `active`), then retry the invocation.
             *     - `gone`: The receiver has answered 410 Gone, which has disabled the webhook. Correct its URL, enable it (`status`: `active`), then retry the invocation.
             *     - `webhook-expired`: The webhook had expired before the request was sent. Let it expire later or never (`expiresAt`), then retry the invocation.
             *     - `invalid-url`: The webhook's URL cannot be read. Correct the URL, then retry the invocation.
             *     - `host-not-allowed`: The host of the webhook's URL is not among those that the tenant may send to (`allowedHosts`). Correct the webhook's URL, or have the operator allow the host, then retry the invocation.
             *     - `unusable-secret`: The webhook has no secret that its signature scheme can sign with. Rotate its secret or choose another scheme, then retry the invocation.
             *     - `unknown-secret` (then `: ` and the placeholder): The webhook's URL or a header names a secret that does not exist. Store the secret (`PUT /v1/secrets/{name}`), then retry the invocation.
             *     - `unknown-placeholder` (then `: ` and the placeholder): The event's context has no text that can stand for a placeholder in the webhook's URL or headers. Correct the webhook. Later events are matched with the new placeholders; this one keeps the old ones.
             *     - `not-sent`: No request can be made of the webhook's settings; the attempt's `error` says why. Correct the webhook's URL or headers, then retry the invocation.
             *     - `retries-exhausted`: The last attempt that the retry policy allows has failed. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             *     - `too-old`: The next attempt would come after the maximum age of the retry policy (`maxAgeSeconds`): an attempt has failed, or the webhook was on hold for so long. Read what the receiver answered to the attempts, mend it, then retry the invocation.
             */
            readonly reason: string | null;
            /** @description A replay of what is `missing` begins when ingestion, matching and the history have passed what was published before. */
            readonly waitsForMatching: boolean;
            /** @description What was asked for. */
            readonly filter: {
              /** Format: date-time */
              readonly since: string;
              /** Format: date-time */
              readonly until: string;
              /** @enum {string} */
              readonly status: 'failed' | 'all' | 'missing';
              readonly eventType: string | null;
              readonly subject: string | null;
              readonly reason: string | null;
              /** @description The class of the failure group that is sent again. */
              readonly failure: string | null;
            };
            readonly newIds: boolean;
            /** @description What there was to send when it was asked for. */
            readonly count: number;
            /** @description What became of the first attempt that the replay led to. */
            readonly progress: {
              readonly started: number;
              /** @description Started, and without an outcome yet. */
              readonly waiting: number;
              readonly delivered: number;
              /** @description The first attempt failed; the policy of the webhook goes on with them. */
              readonly retrying: number;
              readonly failed: number;
              readonly cancelled: number;
            };
            /** Format: date-time */
            readonly createdAt: string;
            readonly endedAt: string | null;
          };
        };
      };
    };
  };
  readonly 'Statistics.read': {
    readonly parameters: {
      readonly query?: {
        /** @description Id of a webhook. Default: all, also those that are gone. */
        readonly webhook?: string;
        /** @description Default: a day before `to`. */
        readonly from?: string;
        /** @description Exclusive. Default: now. */
        readonly to?: string;
        /** @description How long a step is. Minutes are kept for 48 hours, hours for 35 days, days (of UTC) for 400 days. Default: the shortest with which there are no more than 200. */
        readonly step?: '1m' | '5m' | '15m' | '1h' | '6h' | '1d';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {string} */
            readonly step: '1m' | '5m' | '15m' | '1h' | '6h' | '1d';
            /**
             * Format: date-time
             * @description The start of the first step.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end of the last step.
             */
            readonly to: string;
            /** @description Steps from here on are not complete: they have not ended, or attempts may be under way. Null: all are. */
            readonly partialFrom: string | null;
            readonly total: {
              /** @description Requests by what became of them, counted when they began. A class that did not occur is missing. */
              readonly attempts: {
                readonly [key: string]: number;
              };
              /** @description Invocations by how they ended. One that is sent again by hand counts no more until it ends. */
              readonly ended: {
                readonly delivered: number;
                readonly failed: number;
                readonly cancelled: number;
              };
              /** @description Delivered, of those delivered and failed; null where there are none. */
              readonly successRate: number | null;
              /** @description How long requests took, milliseconds: each percentile is the bound of its bucket, at most 41 % too high. Null where there are none. */
              readonly attemptMs: {
                readonly p50: number;
                readonly p95: number;
                readonly p99: number;
              } | null;
              /** @description From the acceptance of the event until it was delivered, by the same buckets. Null where nothing was. */
              readonly acceptedToDeliveredMs: {
                readonly p50: number;
                readonly p95: number;
                readonly p99: number;
              } | null;
            };
            readonly series: readonly {
              /** @description Requests by what became of them, counted when they began. A class that did not occur is missing. */
              readonly attempts: {
                readonly [key: string]: number;
              };
              /** @description Invocations by how they ended. One that is sent again by hand counts no more until it ends. */
              readonly ended: {
                readonly delivered: number;
                readonly failed: number;
                readonly cancelled: number;
              };
              /** @description Delivered, of those delivered and failed; null where there are none. */
              readonly successRate: number | null;
              /** @description How long requests took, milliseconds: each percentile is the bound of its bucket, at most 41 % too high. Null where there are none. */
              readonly attemptMs: {
                readonly p50: number;
                readonly p95: number;
                readonly p99: number;
              } | null;
              /** @description From the acceptance of the event until it was delivered, by the same buckets. Null where nothing was. */
              readonly acceptedToDeliveredMs: {
                readonly p50: number;
                readonly p95: number;
                readonly p99: number;
              } | null;
              /**
               * Format: date-time
               * @description The start of the step.
               */
              readonly at: string;
            }[];
            /** @description Invocations that wait or are on their way now. Null where they could not be counted. */
            readonly waitingNow: number | null;
            /** @description Whether there may be more than `waitingNow` says: not all were read, because there are many. */
            readonly waitingAtLeast: boolean;
          };
        };
      };
    };
  };
  readonly 'Attention.read': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description False where `unavailable` names services, or there is more than is listed. */
            readonly complete: boolean;
            /** @description Services whose part could not be read now. */
            readonly unavailable: readonly string[];
            readonly items: readonly {
              /** @description Of the item in this list. It stays the same as long as something of this kind is wrong with the same thing, while `reason`, `count` and `action` change. */
              readonly id: string;
              /**
               * @description `receiver-gone`: a receiver has answered 410, and its webhook is disabled. `paused-after-failures`: Casewire has paused a webhook. `receiver-unavailable`: its breaker is open. `failing`: its attempts fail. `subjects-blocked`: later events of subjects wait for one that has failed. `invocations-failed`: those of a failure group, which nobody has sent again or ignored. `events-rejected`: in the last 24 hours, and not published again. `backlog-held`: invocations wait for the end of a pause by its owner.
               * @enum {string}
               */
              readonly kind:
                | 'receiver-gone'
                | 'paused-after-failures'
                | 'receiver-unavailable'
                | 'failing'
                | 'subjects-blocked'
                | 'invocations-failed'
                | 'events-rejected'
                | 'backlog-held';
              /** @enum {string} */
              readonly severity: 'critical' | 'warning' | 'info';
              readonly since: string | null;
              /** @description The class of the last failure, or of the failure group (`timeout`, `http-503`), or why events were rejected. */
              readonly reason: string | null;
              readonly subject: {
                readonly tenantId: string | null;
                readonly environment: ('sandbox' | 'production') | null;
                readonly webhookId: string | null;
                readonly name: string | null;
                /** @description Of the receiver. */
                readonly host: string | null;
                /** @description Of webhooks, blocked subjects, failed invocations (up to 1,000 of a group) or rejected events (up to 10,000). */
                readonly count: number;
              };
              /** @description The request that mends it. A GET shows what has to be corrected first. */
              readonly action: {
                /** @enum {string} */
                readonly method: 'GET' | 'POST' | 'PATCH';
                readonly path: string;
                readonly body: {
                  readonly [key: string]: string;
                } | null;
              };
            }[];
          };
        };
      };
    };
  };
  readonly 'Failures.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Those that began last first (`desc`), or those that began first (`asc`). */
        readonly order?: 'desc' | 'asc';
        /** @description Id of a webhook. */
        readonly webhook?: string;
        readonly state?: 'open' | 'recovering' | 'ended';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              readonly webhookId: string;
              readonly eventType: string;
              /** @description What it is that fails: `http-503` for an answer, the outcome of an attempt (`timeout`, `tls-error`), or the code of the reason of invocations that have failed without an attempt (`unknown-secret`). Answers beyond the first few of a webhook are `other`. */
              readonly class: string;
              /** @description What the class means, in a sentence. */
              readonly meaning: string;
              /** @description What to do about it, in a sentence. */
              readonly remedy: string;
              /**
               * @description `open`; `recovering`: its webhook has succeeded since the last failure of the group; `ended`: nothing of it is `failed` (or it is ignored until something fails again), and its webhook has succeeded for 10 minutes without a failure of the group.
               * @enum {string}
               */
              readonly state: 'open' | 'recovering' | 'ended';
              /** Format: date-time */
              readonly firstSeenAt: string;
              /** Format: date-time */
              readonly lastSeenAt: string;
              /** @description Nobody needs to look at it: until `ignoredUntil`, or until something of it fails again. */
              readonly ignored: boolean;
              /** @description Null where it is not ignored, or until something of it fails again. */
              readonly ignoredUntil: string | null;
              /** @description Of a list, up to 1,000 invocations of each group are counted; of one group, up to 10,000. */
              readonly counts: {
                /** @description Invocations whose last attempt has failed and that are sent again. */
                readonly waiting: number;
                /** @description Invocations that have failed: nothing more is sent of them by itself. */
                readonly failed: number;
                /** @description Whether there may be more of both: not all were counted. */
                readonly atLeast: boolean;
              };
              /** @description How much has failed in each of the last 24 hours, attempts and ends without one. */
              readonly trend: readonly {
                /**
                 * Format: date-time
                 * @description The start of the hour.
                 */
                readonly at: string;
                readonly count: number;
              }[];
              /** @description What failed last. Null where it is not kept any more. */
              readonly exampleInvocationId: string | null;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Failures.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            readonly eventType: string;
            /** @description What it is that fails: `http-503` for an answer, the outcome of an attempt (`timeout`, `tls-error`), or the code of the reason of invocations that have failed without an attempt (`unknown-secret`). Answers beyond the first few of a webhook are `other`. */
            readonly class: string;
            /** @description What the class means, in a sentence. */
            readonly meaning: string;
            /** @description What to do about it, in a sentence. */
            readonly remedy: string;
            /**
             * @description `open`; `recovering`: its webhook has succeeded since the last failure of the group; `ended`: nothing of it is `failed` (or it is ignored until something fails again), and its webhook has succeeded for 10 minutes without a failure of the group.
             * @enum {string}
             */
            readonly state: 'open' | 'recovering' | 'ended';
            /** Format: date-time */
            readonly firstSeenAt: string;
            /** Format: date-time */
            readonly lastSeenAt: string;
            /** @description Nobody needs to look at it: until `ignoredUntil`, or until something of it fails again. */
            readonly ignored: boolean;
            /** @description Null where it is not ignored, or until something of it fails again. */
            readonly ignoredUntil: string | null;
            /** @description Of a list, up to 1,000 invocations of each group are counted; of one group, up to 10,000. */
            readonly counts: {
              /** @description Invocations whose last attempt has failed and that are sent again. */
              readonly waiting: number;
              /** @description Invocations that have failed: nothing more is sent of them by itself. */
              readonly failed: number;
              /** @description Whether there may be more of both: not all were counted. */
              readonly atLeast: boolean;
            };
            /** @description How much has failed in each of the last 24 hours, attempts and ends without one. */
            readonly trend: readonly {
              /**
               * Format: date-time
               * @description The start of the hour.
               */
              readonly at: string;
              readonly count: number;
            }[];
            /** @description What failed last. Null where it is not kept any more. */
            readonly exampleInvocationId: string | null;
          };
        };
      };
    };
  };
  readonly 'Failures.retry': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Nothing has begun. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Null where there is nothing to send. */
            readonly replayId: string | null;
            /** @description What there is to send; from a million on, at least as much. */
            readonly count: number;
          };
        };
      };
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Null where there is nothing to send. */
            readonly replayId: string | null;
            /** @description What there is to send; from a million on, at least as much. */
            readonly count: number;
          };
        };
      };
    };
  };
  readonly 'Failures.ignore': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * Format: date-time
           * @description An instant to come. Default: until something of the group fails again.
           */
          readonly until?: string;
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            readonly eventType: string;
            /** @description What it is that fails: `http-503` for an answer, the outcome of an attempt (`timeout`, `tls-error`), or the code of the reason of invocations that have failed without an attempt (`unknown-secret`). Answers beyond the first few of a webhook are `other`. */
            readonly class: string;
            /** @description What the class means, in a sentence. */
            readonly meaning: string;
            /** @description What to do about it, in a sentence. */
            readonly remedy: string;
            /**
             * @description `open`; `recovering`: its webhook has succeeded since the last failure of the group; `ended`: nothing of it is `failed` (or it is ignored until something fails again), and its webhook has succeeded for 10 minutes without a failure of the group.
             * @enum {string}
             */
            readonly state: 'open' | 'recovering' | 'ended';
            /** Format: date-time */
            readonly firstSeenAt: string;
            /** Format: date-time */
            readonly lastSeenAt: string;
            /** @description Nobody needs to look at it: until `ignoredUntil`, or until something of it fails again. */
            readonly ignored: boolean;
            /** @description Null where it is not ignored, or until something of it fails again. */
            readonly ignoredUntil: string | null;
            /** @description Of a list, up to 1,000 invocations of each group are counted; of one group, up to 10,000. */
            readonly counts: {
              /** @description Invocations whose last attempt has failed and that are sent again. */
              readonly waiting: number;
              /** @description Invocations that have failed: nothing more is sent of them by itself. */
              readonly failed: number;
              /** @description Whether there may be more of both: not all were counted. */
              readonly atLeast: boolean;
            };
            /** @description How much has failed in each of the last 24 hours, attempts and ends without one. */
            readonly trend: readonly {
              /**
               * Format: date-time
               * @description The start of the hour.
               */
              readonly at: string;
              readonly count: number;
            }[];
            /** @description What failed last. Null where it is not kept any more. */
            readonly exampleInvocationId: string | null;
          };
        };
      };
    };
  };
  readonly 'Failures.unignore': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            readonly webhookId: string;
            readonly eventType: string;
            /** @description What it is that fails: `http-503` for an answer, the outcome of an attempt (`timeout`, `tls-error`), or the code of the reason of invocations that have failed without an attempt (`unknown-secret`). Answers beyond the first few of a webhook are `other`. */
            readonly class: string;
            /** @description What the class means, in a sentence. */
            readonly meaning: string;
            /** @description What to do about it, in a sentence. */
            readonly remedy: string;
            /**
             * @description `open`; `recovering`: its webhook has succeeded since the last failure of the group; `ended`: nothing of it is `failed` (or it is ignored until something fails again), and its webhook has succeeded for 10 minutes without a failure of the group.
             * @enum {string}
             */
            readonly state: 'open' | 'recovering' | 'ended';
            /** Format: date-time */
            readonly firstSeenAt: string;
            /** Format: date-time */
            readonly lastSeenAt: string;
            /** @description Nobody needs to look at it: until `ignoredUntil`, or until something of it fails again. */
            readonly ignored: boolean;
            /** @description Null where it is not ignored, or until something of it fails again. */
            readonly ignoredUntil: string | null;
            /** @description Of a list, up to 1,000 invocations of each group are counted; of one group, up to 10,000. */
            readonly counts: {
              /** @description Invocations whose last attempt has failed and that are sent again. */
              readonly waiting: number;
              /** @description Invocations that have failed: nothing more is sent of them by itself. */
              readonly failed: number;
              /** @description Whether there may be more of both: not all were counted. */
              readonly atLeast: boolean;
            };
            /** @description How much has failed in each of the last 24 hours, attempts and ends without one. */
            readonly trend: readonly {
              /**
               * Format: date-time
               * @description The start of the hour.
               */
              readonly at: string;
              readonly count: number;
            }[];
            /** @description What failed last. Null where it is not kept any more. */
            readonly exampleInvocationId: string | null;
          };
        };
      };
    };
  };
  readonly 'Search.search': {
    readonly parameters: {
      readonly query: {
        /** @description An id of an event (upstream’s or `uid`), of an invocation, a webhook or a rejected event, a subject, a correlation id or the id of a run, as a whole; or a part of the name or host of a webhook. */
        readonly q: string;
        /** @description Only what has the text as this. Default: everything above. */
        readonly by?: 'eventId' | 'subject' | 'correlationId' | 'runId';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description False where `unavailable` names services, or `more` names kinds. */
            readonly complete: boolean;
            /** @description Services whose part could not be read now. */
            readonly unavailable: readonly string[];
            /** @description Invocations, accepted events, rejected events, webhooks: of each kind at most ten, the newest that have the text as the same thing. */
            readonly items: readonly (
              | {
                  /** @enum {string} */
                  readonly kind: 'invocation';
                  /** Format: uuid */
                  readonly id: string;
                  /**
                   * @description What the text is of it. `recordKey`: the key of the record on Kafka.
                   * @enum {string}
                   */
                  readonly foundBy:
                    | 'id'
                    | 'eventUid'
                    | 'eventId'
                    | 'subject'
                    | 'correlationId'
                    | 'runId'
                    | 'recordKey'
                    | 'name'
                    | 'host';
                  /** @description When its event was accepted. */
                  readonly at: string | null;
                  /** @enum {string} */
                  readonly status: 'pending' | 'retrying' | 'held' | 'delivered' | 'failed' | 'cancelled';
                  readonly webhookId: string;
                  /** Format: uuid */
                  readonly eventUid: string;
                  readonly eventId: string;
                  readonly eventType: string;
                  readonly subject: string | null;
                  /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
                  readonly problems?: readonly {
                    readonly path: string;
                    readonly message: string;
                  }[];
                }
              | {
                  /** @enum {string} */
                  readonly kind: 'event';
                  /**
                   * Format: uuid
                   * @description Its `uid`.
                   */
                  readonly id: string;
                  /**
                   * @description What the text is of it. `recordKey`: the key of the record on Kafka.
                   * @enum {string}
                   */
                  readonly foundBy:
                    | 'id'
                    | 'eventUid'
                    | 'eventId'
                    | 'subject'
                    | 'correlationId'
                    | 'runId'
                    | 'recordKey'
                    | 'name'
                    | 'host';
                  /** @description When it was accepted. */
                  readonly at: string | null;
                  readonly eventId: string | null;
                  readonly eventType: string | null;
                  readonly subject: string | null;
                  readonly correlationId: string | null;
                  /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
                  readonly problems?: readonly {
                    readonly path: string;
                    readonly message: string;
                  }[];
                }
              | {
                  /** @enum {string} */
                  readonly kind: 'rejected-event';
                  /** Format: uuid */
                  readonly id: string;
                  /**
                   * @description What the text is of it. `recordKey`: the key of the record on Kafka.
                   * @enum {string}
                   */
                  readonly foundBy:
                    | 'id'
                    | 'eventUid'
                    | 'eventId'
                    | 'subject'
                    | 'correlationId'
                    | 'runId'
                    | 'recordKey'
                    | 'name'
                    | 'host';
                  /** @description When it was rejected. */
                  readonly at: string | null;
                  /** @description Like the attributes below, it is null where it could not be read. */
                  readonly eventId: string | null;
                  readonly eventType: string | null;
                  readonly subject: string | null;
                  readonly correlationId: string | null;
                  /**
                   * @description Why it was not accepted.
                   *
                   *     - `empty`: The record has no value. Write the event into the value.
                   *     - `too-large`: The event is larger than `CASEWIRE_MAX_EVENT_BYTES`; its first 64 KiB are kept. Publish a smaller one, or raise the limit for all services.
                   *     - `unsupported-content-type`: The event is in neither of the two modes of CloudEvents, or its `data` is not JSON. Publish it in structured or binary mode, with `data` as JSON.
                   *     - `invalid-utf8`: The value or a header is not valid UTF-8. Encode texts as UTF-8.
                   *     - `invalid-json`: The event is not a JSON object; the message has the position at which it stops being JSON. Correct the JSON.
                   *     - `missing-attribute`: An attribute that every event needs is missing; the path names it. Republish the event with it: `POST /v1/rejected-events/{id}/republish`.
                   *     - `invalid-attribute`: An attribute is wrong or too long, or names another tenant or environment than the topic or the API key is bound to. Republish the event with another value of the attribute that the path names, or without it: `POST /v1/rejected-events/{id}/republish`.
                   *     - `unknown-tenant`: There is no such tenant, or it was deleted. Create the tenant and republish the event, or have the operator republish it with another `tenantid`.
                   *     - `reserved-type`: The type begins with `casewire.`, which is for Casewire's own events. Give the type another name.
                   *     - `unknown-event-type`: The type is neither in a family's catalogue nor one of the tenant's own types. Republish the event with the right type, or register this one with `PUT /v1/event-types/{type}` first.
                   *     - `invalid-data`: `data` breaks the schema of its type; the path and the message say where and how. Republish the event with corrected data: `POST /v1/rejected-events/{id}/republish`.
                   *     - `validation-too-expensive`: Checking `data` by the schema of its type takes more steps than an event of its size may, or the tenant's events that came with it have taken too many together; the message says which. Simplify the schema (fewer alternatives, smaller patterns) or publish smaller events, then republish the event; where its neighbours took too many, republish it.
                   *     - `unusable-schema`: The schema of the tenant's type was registered before a limit that it exceeds; the message names the limit and the part that costs most. Register a smaller one with `PUT /v1/event-types/{type}`, then republish the event.
                   *     - `level-mismatch`: An attribute and `data` name different definitions or runs. Let both name the same one.
                   */
                  readonly reason: string;
                  readonly message: string;
                  /** @description Null while it was not published again. */
                  readonly republishedAt: string | null;
                  /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
                  readonly problems?: readonly {
                    readonly path: string;
                    readonly message: string;
                  }[];
                }
              | {
                  /** @enum {string} */
                  readonly kind: 'webhook';
                  /** Format: uuid */
                  readonly id: string;
                  /**
                   * @description What the text is of it. `recordKey`: the key of the record on Kafka.
                   * @enum {string}
                   */
                  readonly foundBy:
                    | 'id'
                    | 'eventUid'
                    | 'eventId'
                    | 'subject'
                    | 'correlationId'
                    | 'runId'
                    | 'recordKey'
                    | 'name'
                    | 'host';
                  /** @description When it was registered. */
                  readonly at: string | null;
                  /** @enum {string} */
                  readonly status: 'active' | 'paused' | 'disabled';
                  readonly name: string | null;
                  /** @description Of its receiver. */
                  readonly host: string | null;
                  /** @description Only where a part of what is stored cannot be shown: each member that is null for this, and why. */
                  readonly problems?: readonly {
                    readonly path: string;
                    readonly message: string;
                  }[];
                }
            )[];
            /** @description Kinds of which more were found than are listed. */
            readonly more: readonly ('invocation' | 'event' | 'rejected-event' | 'webhook')[];
            /** @description How long invocations and accepted events are kept. */
            readonly keptDays: {
              readonly invocations: number;
              readonly events: number;
            };
            /** @description Where nothing was found, and the text is an id that tells its time: until when things of that time were kept. Null where they still are. */
            readonly keptUntil: string | null;
          };
        };
      };
    };
  };
  readonly 'Reveals.reveal': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json':
          | {
              /** @enum {string} */
              readonly kind: 'event';
              /**
               * Format: uuid
               * @description The `uid` of an accepted event.
               */
              readonly id: string;
            }
          | {
              /** @enum {string} */
              readonly kind: 'rejected-event';
              /**
               * Format: uuid
               * @description Of a rejected event.
               */
              readonly id: string;
            }
          | {
              /** @enum {string} */
              readonly kind: 'invocation';
              /**
               * Format: uuid
               * @description Of an invocation, whose body is shown.
               */
              readonly id: string;
            }
          | {
              /** @enum {string} */
              readonly kind: 'attempt';
              /**
               * Format: uuid
               * @description Of an invocation.
               */
              readonly id: string;
              /**
               * Format: uuid
               * @description Of the attempt whose request and answer are shown.
               */
              readonly attempt: string;
            }
          | {
              /** @enum {string} */
              readonly kind: 'inspector-request';
              /**
               * Format: uuid
               * @description Of a request that an inspector has got.
               */
              readonly id: string;
            };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description The exact bytes: the `data` of an event, the value of a rejected record, the body that an invocation sends or an inspector has got; of an attempt, what is kept of the answer. Null where there are none. */
            readonly bodyBase64: string | null;
            /** @description Of the request of an attempt, or of one that an inspector has got. */
            readonly url?: string;
            /** @description Of the request, or of the rejected record. */
            readonly headers?: readonly {
              readonly name: string;
              readonly value: string;
            }[];
            /** @description Of the answer to an attempt. */
            readonly answerHeaders?: readonly {
              readonly name: string;
              readonly value: string;
            }[];
          };
        };
      };
    };
  };
  readonly 'Pipeline.read': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly complete: boolean;
            /** @description What could not be read now: `kafka`, `postgres`, `dead letters`. */
            readonly unavailable: readonly string[];
            /** @description How far services have read topics; history by its own positions. Null where Kafka is away. */
            readonly readers:
              | readonly {
                  /** @description Its consumer group is the prefix of the topics and this name. */
                  readonly service: string;
                  /** @description Without the prefix. */
                  readonly topic: string;
                  /** @description Records that it has not read, in all partitions. */
                  readonly behind: number;
                  readonly partitions: readonly {
                    readonly partition: number;
                    /** @description The next one that it reads; null before its first commit. */
                    readonly position: string | null;
                    /** @description As decimal text: JSON has no 64-bit integers. */
                    readonly end: string;
                    readonly behind: number;
                  }[];
                }[]
              | null;
            /** @description Invocations that have not ended, each counted up to 10,000. Null where PostgreSQL is away. */
            readonly open: {
              /** @description On their way to receivers. */
              readonly released: number;
              /** @description For a later time, those that are overdue among them. */
              readonly scheduled: number;
              /** @description Due for more than five seconds. */
              readonly overdue: number;
              /** @description Behind an earlier one of their subject. */
              readonly held: number;
              /** @description By a pause, or by a receiver that is unavailable. */
              readonly heldByWebhook: number;
              /** @description Known by an attempt alone; their delivery has not been read. */
              readonly hidden: number;
              /** @description The oldest due time that has passed. */
              readonly oldestDueAt: string | null;
            } | null;
            /** @description The latest searches for lost releases. Null where PostgreSQL is away. */
            readonly cuts:
              | readonly {
                  /** Format: date-time */
                  readonly begunAt: string;
                  readonly finishedAt: string | null;
                  /** @description Whose reading it waits for, while it goes on. */
                  readonly waitsFor: ('delivery' | 'history') | null;
                  /** @description Releases that were lost, and are sent again. */
                  readonly releasedAgain: number;
                  readonly bodiesLost: number;
                }[]
              | null;
            /** @description Partitions of tables that are kept by days. Null where PostgreSQL is away. */
            readonly days:
              | readonly {
                  readonly table: string;
                  readonly days: number;
                  readonly oldest: string | null;
                  readonly newest: string | null;
                }[]
              | null;
            /** @description The latest records on the rejected topic, newest first: what could never be handled, and events that were not accepted. Null where they could not be read. */
            readonly deadLetters:
              | readonly {
                  readonly partition: number;
                  /** @description As decimal text: JSON has no 64-bit integers. */
                  readonly offset: string;
                  /** Format: date-time */
                  readonly at: string;
                  readonly reason: string | null;
                  readonly detail: string | null;
                  readonly origin: {
                    readonly topic: string;
                    readonly partition: string;
                    readonly offset: string;
                  } | null;
                  /** @description Of an event that was not accepted; null for a dead letter of another kind. */
                  readonly rejectedEventId: string | null;
                  /** @description Of its value, as it stands on the topic. */
                  readonly bytes: number;
                  /** @description With the scope `payloads`: the first 1,024 bytes of its value. Absent for a session where it is an event, which `POST /v1/reveals` shows to its tenant. */
                  readonly valueBase64?: string;
                }[]
              | null;
          };
        };
      };
    };
  };
  readonly 'DataspikeHistory.list': {
    readonly parameters: {
      readonly query?: {
        /** @description The page after this invocation. */
        readonly after?: string;
        /** @description Id of a webhook, also of one that was deleted. */
        readonly webhook?: string;
        readonly limit?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              readonly webhook_id: string;
              readonly event_type: string;
              readonly payload: unknown;
              readonly timestamp: string | null;
              readonly is_sandbox: boolean;
              readonly attempts: number;
              /** @description Absent while pending; 599 if there was no answer. */
              readonly response_code?: number;
              /** Format: date-time */
              readonly last_attempt_at?: string;
            }[];
            readonly has_next: boolean;
          };
        };
      };
    };
  };
  readonly 'Inspectors.list': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /**
               * Format: uri
               * @description For the `url` of a webhook in the sandbox. To anybody but deliveries it answers 404.
               */
              readonly url: string;
              /** @description The whole answer: what is left out has its default. */
              readonly respond: {
                /** @default 200 */
                readonly status: number;
                /**
                 * @description How long it waits before it answers. A delivery waits as long as `timeoutMs` of its webhook.
                 * @default 0
                 */
                readonly delayMs: number;
                /**
                 * @description Seconds, for the header `Retry-After`.
                 * @default null
                 */
                readonly retryAfter: number | null;
                /**
                 * @description For the header `Location`. Deliveries do not follow it.
                 * @default null
                 */
                readonly location: string | null;
                /**
                 * @description A text is sent as `text/plain`, an object or a list as `application/json`.
                 * @default null
                 */
                readonly body:
                  | (
                      | string
                      | {
                          readonly [key: string]: unknown;
                        }
                      | readonly unknown[]
                    )
                  | null;
              };
              /** Format: date-time */
              readonly createdAt: string;
              /**
               * Format: date-time
               * @description Then it is deleted, with its requests.
               */
              readonly expiresAt: string;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
  readonly 'Inspectors.create': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description Any text of 1 to 255 printable ASCII characters. A request that is repeated with it is answered with the first one's answer and changes nothing. */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description The whole answer: what is left out has its default.
           * @default {}
           */
          readonly respond?: {
            /** @default 200 */
            readonly status?: number;
            /**
             * @description How long it waits before it answers. A delivery waits as long as `timeoutMs` of its webhook.
             * @default 0
             */
            readonly delayMs?: number;
            /**
             * @description Seconds, for the header `Retry-After`.
             * @default null
             */
            readonly retryAfter?: number | null;
            /**
             * @description For the header `Location`. Deliveries do not follow it.
             * @default null
             */
            readonly location?: string | null;
            /**
             * @description A text is sent as `text/plain`, an object or a list as `application/json`.
             * @default null
             */
            readonly body?:
              | (
                  | string
                  | {
                      readonly [key: string]: unknown;
                    }
                  | readonly unknown[]
                )
              | null;
          };
        };
      };
    };
    readonly responses: {
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uri
             * @description For the `url` of a webhook in the sandbox. To anybody but deliveries it answers 404.
             */
            readonly url: string;
            /** @description The whole answer: what is left out has its default. */
            readonly respond: {
              /** @default 200 */
              readonly status: number;
              /**
               * @description How long it waits before it answers. A delivery waits as long as `timeoutMs` of its webhook.
               * @default 0
               */
              readonly delayMs: number;
              /**
               * @description Seconds, for the header `Retry-After`.
               * @default null
               */
              readonly retryAfter: number | null;
              /**
               * @description For the header `Location`. Deliveries do not follow it.
               * @default null
               */
              readonly location: string | null;
              /**
               * @description A text is sent as `text/plain`, an object or a list as `application/json`.
               * @default null
               */
              readonly body:
                | (
                    | string
                    | {
                        readonly [key: string]: unknown;
                      }
                    | readonly unknown[]
                  )
                | null;
            };
            /** Format: date-time */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description Then it is deleted, with its requests.
             */
            readonly expiresAt: string;
          };
        };
      };
    };
  };
  readonly 'Inspectors.get': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uri
             * @description For the `url` of a webhook in the sandbox. To anybody but deliveries it answers 404.
             */
            readonly url: string;
            /** @description The whole answer: what is left out has its default. */
            readonly respond: {
              /** @default 200 */
              readonly status: number;
              /**
               * @description How long it waits before it answers. A delivery waits as long as `timeoutMs` of its webhook.
               * @default 0
               */
              readonly delayMs: number;
              /**
               * @description Seconds, for the header `Retry-After`.
               * @default null
               */
              readonly retryAfter: number | null;
              /**
               * @description For the header `Location`. Deliveries do not follow it.
               * @default null
               */
              readonly location: string | null;
              /**
               * @description A text is sent as `text/plain`, an object or a list as `application/json`.
               * @default null
               */
              readonly body:
                | (
                    | string
                    | {
                        readonly [key: string]: unknown;
                      }
                    | readonly unknown[]
                  )
                | null;
            };
            /** Format: date-time */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description Then it is deleted, with its requests.
             */
            readonly expiresAt: string;
          };
        };
      };
    };
  };
  readonly 'Inspectors.delete': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 204: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly 'Inspectors.change': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description The whole answer: what is left out has its default. */
          readonly respond?: {
            /** @default 200 */
            readonly status?: number;
            /**
             * @description How long it waits before it answers. A delivery waits as long as `timeoutMs` of its webhook.
             * @default 0
             */
            readonly delayMs?: number;
            /**
             * @description Seconds, for the header `Retry-After`.
             * @default null
             */
            readonly retryAfter?: number | null;
            /**
             * @description For the header `Location`. Deliveries do not follow it.
             * @default null
             */
            readonly location?: string | null;
            /**
             * @description A text is sent as `text/plain`, an object or a list as `application/json`.
             * @default null
             */
            readonly body?:
              | (
                  | string
                  | {
                      readonly [key: string]: unknown;
                    }
                  | readonly unknown[]
                )
              | null;
          };
        };
      };
    };
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uri
             * @description For the `url` of a webhook in the sandbox. To anybody but deliveries it answers 404.
             */
            readonly url: string;
            /** @description The whole answer: what is left out has its default. */
            readonly respond: {
              /** @default 200 */
              readonly status: number;
              /**
               * @description How long it waits before it answers. A delivery waits as long as `timeoutMs` of its webhook.
               * @default 0
               */
              readonly delayMs: number;
              /**
               * @description Seconds, for the header `Retry-After`.
               * @default null
               */
              readonly retryAfter: number | null;
              /**
               * @description For the header `Location`. Deliveries do not follow it.
               * @default null
               */
              readonly location: string | null;
              /**
               * @description A text is sent as `text/plain`, an object or a list as `application/json`.
               * @default null
               */
              readonly body:
                | (
                    | string
                    | {
                        readonly [key: string]: unknown;
                      }
                    | readonly unknown[]
                  )
                | null;
            };
            /** Format: date-time */
            readonly createdAt: string;
            /**
             * Format: date-time
             * @description Then it is deleted, with its requests.
             */
            readonly expiresAt: string;
          };
        };
      };
    };
  };
  readonly 'Inspectors.requests': {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        /** @description The page after this item, in the chosen order. Not with `before`. */
        readonly after?: string;
        /** @description The page before this item, in the chosen order. Not with `after`. */
        readonly before?: string;
        /** @description Newest first (`desc`) or oldest first (`asc`). */
        readonly order?: 'desc' | 'asc';
      };
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** Format: uuid */
              readonly id: string;
              /** Format: date-time */
              readonly arrivedAt: string;
              /** Format: uuid */
              readonly webhookId: string;
              /**
               * Format: uuid
               * @description Of a test send, an id that the history does not have.
               */
              readonly invocationId: string;
              readonly attempt: number;
              readonly method: string;
              /** @description With the query. */
              readonly path: string;
              /** @description In their order. `[redacted]`, or `{secret.NAME}`, stands where a secret was sent. */
              readonly headers: readonly {
                readonly name: string;
                readonly value: string;
              }[];
              readonly body: {
                /**
                 * @description `hex` where the bytes are no UTF-8.
                 * @enum {string}
                 */
                readonly encoding: 'text' | 'hex';
                /** @description The first 256 KiB. Empty where all of it is hidden. */
                readonly content: string;
              };
              /**
               * @description Only where something sensitive is hidden from a session: `parts`, in whose place `[hidden]` stands, or the `whole`. `POST /v1/reveals` shows it.
               * @enum {string}
               */
              readonly hidden?: 'parts' | 'whole';
              /** @description Size of the whole body. One beyond 256 KiB was answered 413. */
              readonly bodyBytes: number;
              readonly signature: {
                /** @description By which the webhook signs. */
                readonly scheme: string;
                readonly genuine: boolean;
                /** @description The check that fails, as `POST /v1/webhooks/{id}/verify` names it, or `body-too-large`; null where none does. */
                readonly reason:
                  | (
                      | 'signature-mismatch'
                      | 'timestamp-too-old'
                      | 'timestamp-too-new'
                      | 'malformed-header'
                      | 'missing-header'
                      | 'not-signed'
                      | 'body-too-large'
                    )
                  | null;
                /** @description The same in a sentence. */
                readonly detail: string | null;
                /** @description In their order: `headers`, whether those of the signature are there and can be read; `time`, whether it was signed within five minutes of its arrival; `signature`, whether a secret of the webhook has signed these bytes. */
                readonly checks: readonly {
                  /** @enum {string} */
                  readonly name: 'headers' | 'time' | 'signature';
                  /** @description Null where it was not made. */
                  readonly passed: boolean | null;
                }[];
              };
              /** @description The status of the answer. */
              readonly answered: number;
            }[];
            readonly hasNext: boolean;
          };
        };
      };
    };
  };
}

/** The paths whose POST takes an Idempotency-Key. */
export const idempotentPaths: ReadonlySet<string> = new Set([
  '/v1/events',
  '/v1/rejected-events/{id}/republish',
  '/v1/tenants',
  '/v1/tenants/{tenantId}/api-keys',
  '/v1/webhooks',
  '/v1/webhooks/{id}/resume',
  '/v1/webhooks/{id}/secret/rotate',
  '/v1/webhooks/{id}/test',
  '/v1/signing-secret/rotate',
  '/v1/event-types/{type}/copy',
  '/api/v3/organization/webhooks',
  '/api/v3/organization/webhooks/{id}/hmac/rotate',
  '/api/v1/external/workflows/run',
  '/v1/invocations/{id}/retry',
  '/v1/invocations/{id}/cancel',
  '/v1/webhooks/{id}/cancel',
  '/v1/invocations/{id}/resend',
  '/v1/webhooks/{id}/replay',
  '/v1/replays/{id}/pause',
  '/v1/replays/{id}/resume',
  '/v1/replays/{id}/cancel',
  '/v1/failures/{id}/retry',
  '/v1/failures/{id}/ignore',
  '/v1/failures/{id}/unignore',
  '/v1/inspectors',
]);
