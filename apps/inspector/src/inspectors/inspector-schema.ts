import type { InspectorAddresses } from '@casewire/events';
import type { Inspector } from '@casewire/inspector-store';
import { z } from 'zod';
import { respondSchema } from './respond-schema.ts';

/** Body of POST /v1/inspectors. */
export const newInspectorSchema = z.strictObject({ respond: respondSchema.prefault({}) });

/** What a PATCH may change. */
export const inspectorChangeSchema = z.strictObject({ respond: respondSchema.optional() });

export const inspectorSchema = z.object({
  id: z.uuid(),
  url: z
    .url()
    .describe('For the `url` of a webhook in the sandbox. To anybody but deliveries it answers 404.'),
  respond: respondSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().describe('Then it is deleted, with its requests.'),
});

export type NewInspector = z.output<typeof newInspectorSchema>;
export type InspectorView = z.infer<typeof inspectorSchema>;

export function toInspectorView(inspector: Inspector, addresses: InspectorAddresses): InspectorView {
  const { id, respond, createdAt, expiresAt } = inspector;
  return {
    id,
    url: addresses.urlOf(id),
    // As the schema has checked it when it was stored.
    respond: respond as InspectorView['respond'],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
