import { describeApi } from '../http/describe-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: a JSON document, read by its names
export type JsonNode = any;

export interface Operation {
  /** Such as `GET /v1/items/{id}`. */
  name: string;
  method: string;
  path: string;
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonNode }[];
  body: { type: string; schema: JsonNode } | null;
  responses: Record<string, { content?: Record<string, { schema: JsonNode }> }>;
}

/** As clients get it: through JSON. */
export const apiDocument: JsonNode = JSON.parse(JSON.stringify(describeApi()));

/** Every operation of the OpenAPI document. */
export const operations: Operation[] = Object.entries(apiDocument.paths as Record<string, Record<string, JsonNode>>).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => {
      const [type, content] = Object.entries<JsonNode>(requestBody?.content ?? {})[0] ?? [];
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters,
        body: type ? { type, schema: content.schema } : null,
        responses,
      };
    }),
);
