import { identityHash, type EventAttributes } from '@casewire/events';
import {
  familyOfType,
  LevelSpellingError,
  readLevels,
  type DataValidator,
  type Family,
  type LevelMembers,
} from '@casewire/families';
import { checkAttribute } from './attributes.ts';
import type { Envelope } from './envelope.ts';
import { RejectedError } from './rejection.ts';

/** What is known of the tenants of a batch of events. */
export interface TenantKnowledge {
  isTenant(tenantId: string): boolean;
  /** The validator of an event's type, if the catalogue lists it or the tenant has it in the event's environment. */
  validatorOf(event: EventAttributes): DataValidator | undefined;
}

/** An event that is acceptable. It is accepted when its identity is claimed. */
export interface Admitted {
  readonly kind: 'admitted';
  readonly attributes: EventAttributes;
  readonly data: Buffer;
  /** `identityHash` of the event. */
  readonly identity: Buffer;
}

/**
 * Judges an event whose attributes are sound: are tenant and type known, and does the data keep its schema? Completes
 * the attributes by definition, runtime and subject, if the family says which members of the data they are.
 * @throws RejectedError if it is not acceptable, also if an attribute and the data name different levels
 */
export function admit(envelope: Envelope, attributes: EventAttributes, knowledge: TenantKnowledge): Admitted {
  const { tenantid, type } = attributes;
  if (!knowledge.isTenant(tenantid)) {
    throw new RejectedError('unknown-tenant', 'tenantid', `there is no tenant ${tenantid}`);
  }
  const validate = knowledge.validatorOf(attributes);
  if (validate === undefined) {
    throw new RejectedError(
      'unknown-event-type',
      'type',
      `${type} is neither in the catalogue nor one of the tenant's own types in ${attributes.environment}: GET /v1/event-types lists them`,
    );
  }
  const [problem] = validate(envelope.parsedData);
  if (problem !== undefined) throw new RejectedError('invalid-data', `data${problem.path}`, problem.message);
  return {
    kind: 'admitted',
    attributes: completeLevels(attributes, envelope, familyOfType(type)),
    data: envelope.data,
    identity: identityHash({ ...attributes, tenantId: tenantid }),
  };
}

function completeLevels(attributes: EventAttributes, envelope: Envelope, family: Family): EventAttributes {
  const inData = levelsIn(envelope.data, family);
  const { levels } = family;
  const definition = agreed(attributes, 'workflowdefinitionid', inData.definition, levels.definition);
  const runtime = agreed(attributes, 'workflowruntimeid', inData.runtime, levels.runtime);
  const subject = attributes.subject ?? inData.subject;
  if (subject !== undefined) checkAttribute('subject', subject);
  return {
    ...attributes,
    ...(definition !== undefined && { workflowdefinitionid: definition }),
    ...(runtime !== undefined && { workflowruntimeid: runtime }),
    ...(subject !== undefined && { subject }),
  };
}

function levelsIn(data: Buffer, family: Family): LevelMembers {
  try {
    return readLevels(family, data);
  } catch (error) {
    if (error instanceof LevelSpellingError)
      throw new RejectedError('invalid-data', `data/${error.member}`, error.message);
    throw error;
  }
}

/**
 * The value of a level, which an attribute, the data or both may name.
 * @param member of the data that `inData` was read from
 */
function agreed(
  attributes: EventAttributes,
  attribute: 'workflowdefinitionid' | 'workflowruntimeid',
  inData: string | undefined,
  member: string | undefined,
): string | undefined {
  const given = attributes[attribute];
  if (inData === undefined) return given;
  if (given !== undefined && given !== inData) {
    throw new RejectedError('level-mismatch', attribute, `differs from data/${String(member)}`);
  }
  checkAttribute(attribute, inData);
  return inData;
}
