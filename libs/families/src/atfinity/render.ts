import { objectMembers, type AcceptedEvent } from '@casewire/events';
import { z } from 'zod';
import type { RenderContext, RenderedBody } from '../family.ts';
import { writeJsonObject } from '../json-writer.ts';
import { fieldsOf } from './schemas.ts';

/** Of a tenant that set none. The page gives no version: this says that it is the documented wire format. */
const DEFAULT_VERSION = '1.0';

/** Tenant settings. */
export const settings = {
  atfinityVersion: z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/, 'is not 1 to 64 printable ASCII characters without blanks')
    .describe(`The header X-atfinity-version. Default: ${DEFAULT_VERSION}.`),
};

const settingsSchema = z.object(settings).partial();
const NULL = Buffer.from('null');

/** The documented fields in their order, `null` where upstream gave none, and nothing else. */
export function render({ attributes, data }: AcceptedEvent, context: RenderContext): RenderedBody {
  const { atfinityVersion = DEFAULT_VERSION } = settingsSchema.parse(context.settings);
  const { type } = attributes;
  const members = objectMembers(data);
  return {
    body: writeJsonObject([
      ['trigger', type],
      ...fieldsOf(type).map(({ name }): [string, Buffer] => [name, members.get(name) ?? NULL]),
    ]),
    contentType: 'application/json; charset=UTF-8',
    headers: { 'X-atfinity-event': type, 'X-atfinity-version': atfinityVersion },
  };
}
