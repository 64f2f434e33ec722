import type { Json } from '@countersign/contract';

/** A JSON Schema 2020-12, written `as const` or in place, so that its types can be read off. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A schema of zod 4, or of any library with the Standard Schema interface (standardschema.dev). */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined;
  };
}

export type Schema = StandardSchema | JsonSchema;

/**
 * What travels under a schema. For zod that is its input side: the value as it is before defaults and transforms, since the
 * server keeps the value as given.
 */
export type Infer<S> = S extends StandardSchema
  ? NonNullable<S['~standard']['types']>['input']
  : S extends JsonSchema
    ? FromJsonSchema<S>
    : Json;

/** The type that a JSON Schema describes; `Json` for the keywords not covered here. */
export type FromJsonSchema<S> = S extends { readonly const: infer Value }
  ? Value
  : S extends { readonly enum: readonly (infer Value)[] }
    ? Value
    : S extends { readonly anyOf: readonly (infer Branch)[] } | { readonly oneOf: readonly (infer Branch)[] }
      ? FromBranch<Branch>
      : S extends { readonly type: readonly (infer Name)[] }
        ? FromTypeNames<S, Name>
        : S extends { readonly type: infer Name extends string }
          ? FromTypeName<S, Name>
          : Json;

type FromBranch<Branch> = Branch extends unknown ? FromJsonSchema<Branch> : never;
type FromTypeNames<S, Name> = Name extends string ? FromTypeName<S, Name> : never;

type FromTypeName<S, Name extends string> = Name extends 'string'
  ? string
  : Name extends 'number' | 'integer'
    ? number
    : Name extends 'boolean'
      ? boolean
      : Name extends 'null'
        ? null
        : Name extends 'array'
          ? FromArray<S>
          : Name extends 'object'
            ? FromObject<S>
            : Json;

type FromArray<S> = S extends { readonly items: infer Items } ? FromJsonSchema<Items>[] : Json[];

type FromObject<S> = S extends { readonly properties: infer Properties }
  ? Flat<
      { -readonly [Name in keyof Properties as Name extends RequiredNames<S> ? Name : never]: FromJsonSchema<Properties[Name]> } & {
        -readonly [Name in keyof Properties as Name extends RequiredNames<S> ? never : Name]?: FromJsonSchema<Properties[Name]>;
      }
    >
  : S extends { readonly additionalProperties: infer Values extends JsonSchema }
    ? Record<string, FromJsonSchema<Values>>
    : Record<string, Json>;

type RequiredNames<S> = S extends { readonly required: readonly (infer Name)[] } ? Name : never;
type Flat<T> = { [Name in keyof T]: T[Name] };
