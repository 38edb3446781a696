import { familyOfType, families } from '@casewire/families';
import { RawJson } from '@casewire/rest';
import type { EventTypeView } from './event-type-schema.ts';
import type { OwnType } from './own-types.ts';

const types = new Map<string, EventTypeView>(
  families.flatMap(({ name, eventTypes }) =>
    eventTypes.map((type) => [
      type.type,
      { ...type, family: name, schema: rawJson(type.schema), example: rawJson(type.example) },
    ]),
  ),
);

/** The names of the types that every tenant has. */
export const catalogueTypes: readonly string[] = [...types.keys()];

/** A type of the catalogue; undefined if there is none of that name. */
export function catalogueType(type: string): EventTypeView | undefined {
  return types.get(type);
}

/** Shows a type that a tenant registered. */
export function toEventTypeView({ type, description, schema, example, sensitive }: OwnType): EventTypeView {
  return {
    type,
    family: familyOfType(type).name,
    description,
    schema: RawJson.of(Buffer.from(schema)),
    example: example === null ? null : RawJson.of(Buffer.from(example)),
    sensitive,
  };
}

function rawJson(value: unknown): RawJson {
  return RawJson.of(Buffer.from(JSON.stringify(value)));
}
