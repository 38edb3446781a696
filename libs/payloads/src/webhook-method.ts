/** How a delivery is sent; GET has no body and carries in its query what the body would say. */
export const webhookMethods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;

export type WebhookMethod = (typeof webhookMethods)[number];
