import { CountersignError } from '@countersign/contract';
import { getItem } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { ImageProxy } from '../../images/fetch-image.ts';
import { occursIn } from '../../images/occurs.ts';
import type { App } from '../app-types.ts';
import { route } from '../route.ts';

const ImageQuery = z.object({
  item: z.string().max(60).meta({ description: 'The item that shows it' }),
  url: z.string().max(4_000).meta({ description: 'An http or https address that stands in its input or output' }),
});

const headers = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, max-age=86400, immutable',
  vary: 'authorization, cookie',
};

export function imageRoutes(app: OpenAPIHono<App>, { images }: { images: ImageProxy }): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/images',
      tag: 'Items',
      summary: 'An image that an item shows, fetched by the server',
      description:
        "So that a reviewer's browser speaks to no stranger. Only from public addresses, or those that COUNTERSIGN_IMAGE_HOSTS allows; at most 5 MB and ten seconds. SVG comes as a text to download.",
      query: ImageQuery,
      answers: { 200: { description: 'The image', schema: z.string().meta({ format: 'binary' }), type: 'image/*' } },
    },
    async (c) => {
      const { item: id, url } = ImageQuery.parse(c.req.query());
      const item = await getItem({ ctx: c.get('actor'), id });
      if (!URL.canParse(url) || !(occursIn(item.output, url) || occursIn(item.input, url)))
        throw new CountersignError('not_found', 'This address does not stand in the item.', { pointer: '/url' });
      const { body, type } = await images.fetch(url);
      const isDrawing = type.startsWith('image/svg');
      return c.body(body, 200, {
        ...headers,
        'content-type': isDrawing ? 'text/plain; charset=utf-8' : type,
        'content-disposition': isDrawing ? 'attachment; filename="image.svg"' : 'inline',
      });
    },
  );
}
