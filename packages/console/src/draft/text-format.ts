import type { JsonObject } from '@countersign/contract';
import { type Base, isObject, type TextFormat, textOf } from './field.ts';

const imageName = /(^|[_\-.\s]|[a-z](?=[A-Z]))(image|photo|picture|thumbnail|avatar|logo)s?([_\-.\s]?(url|uri|src|href))?\d*$/i;
const imageAddress = /^https?:\/\/\S+\.(png|jpe?g|gif|webp|avif)([?#]\S*)?$/i;

/** How a text is meant, by its schema, else by its name and its look. */
export function formatOf(base: Base, schema: JsonObject, value: string): TextFormat {
  const format = textOf(schema['format']) ?? '';
  const media = textOf(schema['contentMediaType']) ?? '';
  if (format === 'date' || format === 'date-time') return format;
  if (format === 'markdown' || media === 'text/markdown' || media === 'text/x-markdown') return 'markdown';
  if (format === 'html' || media === 'text/html') return 'html';
  const name = String(base.path.findLast((step) => typeof step === 'string') ?? '');
  if (isImageSchema(schema, name) || imageAddress.test(value)) return 'image';
  return 'plain';
}

export function isImageSchema(schema: JsonObject, name: string): boolean {
  const isAddress = ['uri', 'url', 'iri', 'uri-reference'].includes(textOf(schema['format']) ?? '');
  const isImage = (textOf(schema['contentMediaType']) ?? '').startsWith('image/');
  return isImage || (isAddress && imageName.test(name)) || (isObject(schema) && imageName.test(name) && /url|uri|src/i.test(name));
}
