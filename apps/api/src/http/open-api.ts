/** The contract as OpenAPI 3.1, made from the routes themselves. */
import type { Handler, Hono } from 'hono';
import { openAPIRouteHandler } from 'hono-openapi';

export function openApi(app: Hono): Handler {
  return openAPIRouteHandler(app, {
    excludeStaticFile: false,
    documentation: {
      info: {
        title: 'Portvakt',
        version: '1',
        description:
          'Who may pass, who is inside, and the § 15 list of a building site. Errors are RFC 9457 problems; `code` never changes.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'portvakt' },
          key: { type: 'http', scheme: 'bearer', description: 'A key of the form pv_…, made with POST /api/v1/keys' },
          agent: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'A JWT the agent signs itself (EdDSA, at most a minute)',
          },
        },
      },
    },
  });
}
