/** What may be shown of the credentials that a webhook's receiver asks for. */
export type ShownAuth =
  { readonly basic: { readonly username: string } } | { readonly bearer: Readonly<Record<string, never>> };

/** Settings of one family that a webhook chose, by the family's name. */
export type FamilyOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const webhookStatuses = ['active', 'paused', 'disabled'] as const;
export type WebhookStatus = (typeof webhookStatuses)[number];

export const orderings = ['none', 'subject'] as const;
export type Ordering = (typeof orderings)[number];

/** The way a webhook came: by itself, with a run request, or with a definition's configuration. */
export type WebhookOrigin = 'api' | 'run' | 'definition';
