import type { AcceptedEvent } from '@casewire/events';
import type { z } from 'zod';

/** A JSON Schema (2020-12) that can be printed as it is. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One event type of a catalogue. */
export interface EventType {
  /** The event name exactly as subscriptions list it. */
  readonly type: string;
  readonly description: string;
  /** What the event's `data` must look like. */
  readonly schema: JsonSchema;
  /** A `data` that the schema accepts. */
  readonly example: unknown;
  /**
   * JSON Pointers (RFC 6901), in which `*` stands for every member or element of one level, to what is sensitive in `data`.
   * Sessions see it hidden.
   */
  readonly sensitive: readonly string[];
}

/** How a family signs when the webhook does not say otherwise. */
export type NativeSigning =
  | { readonly scheme: 'none' }
  | { readonly scheme: 'standard-webhooks' }
  | {
      readonly scheme: 'hmac-body-hex';
      readonly header: string;
      readonly algorithm: 'sha1' | 'sha256' | 'sha512';
    }
  | { readonly scheme: 'timestamped-hex'; readonly header: string; readonly keyEncoding: 'utf8' | 'hex' };

/** When a family tries again. */
export interface RetrySchedule {
  /** Seconds to wait before the second, third, ... attempt. */
  readonly delaysSeconds: readonly number[];
  /** Share of each delay by which it may be shorter or longer, at random: 0.2 is +-20 %. */
  readonly jitter: number;
}

/** How deliveries of a family go out unless the webhook overrides it. */
interface DeliveryDefaults {
  readonly signing: NativeSigning;
  /** Which answers count as delivered. */
  readonly success: '2xx' | '200';
  readonly timeoutMs: number;
  readonly retry: RetrySchedule;
}

/** Which members of `data` mean the levels a webhook can be registered on, and what an event is about. */
export interface LevelMembers {
  readonly definition?: string;
  readonly runtime?: string;
  readonly subject?: string;
}

/** How a family's events tell that a run moved into a state. */
interface StateMembers {
  /** The event types that tell it. */
  readonly types: readonly string[];
  /** Member of `data` that names the state the run is in now. */
  readonly state: string;
  /** Member of `data` that names the state it came from; it may be unknown. */
  readonly previousState: string;
}

/** What a rendered body may depend on besides the event. */
export interface RenderContext {
  readonly invocationId: string;
  readonly webhookId: string;
  /** All settings of the tenant; a family reads those that it declares. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the webhook chose among the family's options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The exact bytes a receiver gets, and the headers that belong to the wire format. */
export interface RenderedBody {
  readonly body: Buffer;
  readonly contentType: string;
  /** By name, in the spelling that goes out. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * One system whose deliveries Casewire reproduces. Adding a system is adding one folder with a `family.ts` that
 * exports its `family`: see `family-folders.ts`.
 */
export interface Family {
  readonly name: string;
  readonly eventTypes: readonly EventType[];
  readonly levels: LevelMembers;
  readonly defaults: DeliveryDefaults;
  /**
   * Tenant settings that the family reads, by name; no two families share one. They do not decide where bodies have the
   * members of `data`: whoever hides what is sensitive in a body does not know them.
   */
  readonly settings?: Readonly<Record<string, z.ZodType>>;
  /** Options that a webhook may choose, under the family's name. */
  readonly options?: z.ZodObject;
  /** Absent: its events tell of no states. */
  readonly states?: StateMembers;
  /** Event types after which a run is over. */
  readonly endsRun?: readonly string[];
  /** Member of `data` that transforms and placeholders see. Default: all of `data`. */
  readonly context?: string;
  /**
   * JSON Pointer to the place where bodies of the family's own format have `data` as it is; `''` is the body itself. Absent:
   * the format moves members, and what is sensitive is found in samples that `render` makes of the examples.
   */
  readonly dataAt?: string;
  /**
   * Renders the family's own format. The event's `data` has passed the type's schema. The type and the options decide where a
   * member stands, and not the values.
   */
  render(event: AcceptedEvent, context: RenderContext): RenderedBody;
}
