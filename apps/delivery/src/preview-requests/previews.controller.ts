import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { TenantScope } from '@casewire/events';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { decodeCredentials } from '@casewire/subscription-store';
import {
  requestPreviewSchema,
  type RequestPreview,
  type RequestPreviewAnswer,
} from '@casewire/webhook-settings';
import type { LoadTargets } from '../deliver/deliverer.ts';
import { requireTarget } from '../deliver/require-target.ts';
import {
  previewRequest,
  shownAuthorization,
  unstoredTarget,
  type PreviewedWebhook,
} from './preview-request.ts';

/** Reads stored webhooks for previews. */
export class PreviewTargets {
  readonly #loadTargets: LoadTargets;
  readonly #keyRing: KeyRing;

  constructor(loadTargets: LoadTargets, keyRing: KeyRing) {
    this.#loadTargets = loadTargets;
    this.#keyRing = keyRing;
  }

  /** @throws Problem not-found */
  async load(scope: TenantScope, webhookId: string): Promise<PreviewedWebhook> {
    const target = await requireTarget(this.#loadTargets, scope, webhookId);
    const sealed = target.credentials;
    const credentials =
      sealed && decodeCredentials(this.#keyRing.decrypt(sealed, sealed.context).toString('utf8'));
    return { target, authorization: credentials === null ? undefined : shownAuthorization(credentials) };
  }
}

/** For other services: the gateway passes no request on to it. */
@Controller('internal/request-previews')
export class PreviewsController {
  readonly #targets: PreviewTargets;

  constructor(targets: PreviewTargets) {
    this.#targets = targets;
  }

  @Post()
  @HttpCode(200)
  @RequireScope('read')
  async preview(
    @Body({ schema: requestPreviewSchema }) { webhook, authorization, ...sent }: RequestPreview,
    @CurrentIdentity() identity: Identity,
  ): Promise<RequestPreviewAnswer> {
    const scope = tenantScope(identity);
    const { webhookId } = sent.delivery;
    const previewed =
      webhook === undefined
        ? await this.#targets.load(scope, webhookId)
        : { target: unstoredTarget(scope, webhookId, webhook), authorization };
    return previewRequest(sent, previewed, Date.now());
  }
}
