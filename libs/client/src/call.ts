import type { HeadersOptions, ParamsOption } from 'openapi-fetch';
import type {
  IsOperationRequestBodyOptional,
  OperationRequestBodyContent,
  PathsWithMethod,
  RequiredKeysOf,
  SuccessResponse,
} from 'openapi-typescript-helpers';
import type { paths } from './api.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that have a method. */
export type PathOf<M extends Method> = PathsWithMethod<paths, M>;

type Operation<M extends Method, Path extends PathOf<M>> = paths[Path][M];

/** What a request of an operation says: `params` (`path`, `query`, `header`), `body`, and what is not the operation's. */
export type Call<M extends Method, Path extends PathOf<M>> = ParamsOption<Operation<M, Path>> &
  BodyOption<Operation<M, Path>> & {
    readonly headers?: HeadersOptions;
    /** Makes the text of the body, for one that must go out as it was written. Default: `JSON.stringify`. */
    readonly bodySerializer?: () => string;
    /** Gives up: the call rejects with the signal's reason. */
    readonly signal?: AbortSignal;
  };

type BodyOption<Op> =
  OperationRequestBodyContent<Op> extends never
    ? { readonly body?: never }
    : IsOperationRequestBodyOptional<Op> extends true
      ? { readonly body?: OperationRequestBodyContent<Op> }
      : { readonly body: OperationRequestBodyContent<Op> };

/** A call may be left out where nothing in it must be given. */
export type Arguments<Value> = RequiredKeysOf<Value> extends never ? [call?: Value] : [call: Value];

/** The body of an operation's answer. */
export type AnswerOf<M extends Method, Path extends PathOf<M>> =
  Operation<M, Path> extends { readonly responses: infer Responses extends object }
    ? SuccessResponse<Responses>
    : never;

/** The body of an operation's request. */
export type BodyOf<M extends Method, Path extends PathOf<M>> = OperationRequestBodyContent<
  Operation<M, Path>
>;

/** The query of an operation. */
export type QueryOf<M extends Method, Path extends PathOf<M>> =
  Operation<M, Path> extends { readonly parameters: { readonly query?: infer Query } }
    ? NonNullable<Query>
    : never;
