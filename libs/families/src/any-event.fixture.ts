import { expect } from '@jest/globals';
import { objectMembers } from '@casewire/events';
import { textFor } from '@casewire/testing/generators';
import fc from 'fast-check';
import { acceptedEvent, plainContext } from './accepted-event.fixture.ts';
import type { Family, JsonSchema } from './family.ts';
import { compileSchema } from './schema-validation.ts';

type Members = ReadonlyMap<string, Buffer>;

/** What a receiver that was written from a family's page relies on. */
export interface ReceiverView {
  /** Every key that a body of the type may have, in the page's order. */
  readonly keys: readonly string[];
  /** What the page says of a body of the type. */
  readonly schema: JsonSchema;
  /** The parts of a body that are to be upstream's bytes: each as upstream wrote it, and as it arrived. */
  readonly embedded: (data: Buffer, body: Members) => readonly (readonly [sent: Buffer, arrived: Buffer])[];
}

/** Any event that passes the schema of its type must be, once rendered, what the receiver relies on. */
export function expectAnyEventToReach(family: Family, viewOf: (type: string) => ReceiverView): void {
  for (const { type, schema } of family.eventTypes) {
    const view = viewOf(type);
    const validateData = compileSchema(schema);
    const validateBody = compileSchema(view.schema);
    fc.assert(
      fc.property(textFor(schema), (text) => {
        const data = Buffer.from(text);
        expect(validateData(JSON.parse(text))).toEqual([]);
        const { body } = family.render(acceptedEvent(type, text), plainContext);
        expect(validateBody(JSON.parse(body.toString()))).toEqual([]);
        const members = objectMembers(body);
        expect([...members.keys()]).toEqual(view.keys.filter((key) => members.has(key)));
        for (const [sent, arrived] of view.embedded(data, members)) expect(arrived).toEqual(sent);
      }),
      { numRuns: 50 },
    );
  }
}
